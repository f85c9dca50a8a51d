-- Registers of the years before: what an office registered elsewhere is a claim that counts in the statistics
-- and nowhere else. A batch is a file; it counts once somebody else has accepted it.
CREATE TABLE register_batch (
  id           {{id}},
  org_id       BIGINT NOT NULL,
  case_id      BIGINT REFERENCES case_file (id),
  year         BIGINT NOT NULL,
  file_name    {{text}} NOT NULL,
  file_digest  {{text}} NOT NULL,
  rows_digest  {{text}} NOT NULL,
  made_by      BIGINT NOT NULL,
  made_at      BIGINT NOT NULL,
  standing     {{text}} NOT NULL
);
CREATE UNIQUE INDEX register_batch_file ON register_batch (org_id, file_digest)
  WHERE standing IN ('reading', 'reported', 'accepted');

-- A row of such a file. Nothing personal is taken over. counted: the batch was accepted, and no later one says
-- how this request ended.
CREATE TABLE request_import (
  id              {{id}},
  batch_id        BIGINT NOT NULL REFERENCES register_batch (id),
  row_number      BIGINT NOT NULL,
  org_id          BIGINT NOT NULL,
  number          {{text}} NOT NULL,
  received_on     {{text}} NOT NULL,
  channel         {{text}} NOT NULL,
  applicant_kind  {{text}} NOT NULL,
  concluded_on    {{text}},
  result          {{text}},
  late            BIGINT NOT NULL,
  fee_yuan        BIGINT,
  paid_yuan       BIGINT,
  counted         BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX request_import_batch ON request_import (batch_id, row_number);
CREATE UNIQUE INDEX request_import_number ON request_import (org_id, number) WHERE counted = 1;

-- The days on which a fee was told and paid, as the case's events say.
ALTER TABLE request ADD COLUMN fee_on {{text}};
ALTER TABLE request ADD COLUMN paid_on {{text}};

-- Everything that the annual report counts: requests lived here, and accepted claims.
CREATE VIEW request_fact AS
  SELECT r.org_id, r.case_id, c.number, r.channel, r.applicant_kind, r.received_on, r.concluded_on, r.result, r.late,
         r.fee_yuan, COALESCE(r.fee_on, r.concluded_on, r.received_on) AS fee_on,
         r.paid_yuan, COALESCE(r.paid_on, r.concluded_on, r.received_on) AS paid_on,
         CAST(NULL AS BIGINT) AS batch_id, r.id AS row_id
  FROM request r JOIN case_file c ON c.id = r.case_id WHERE r.received_on IS NOT NULL
  UNION ALL
  SELECT i.org_id, b.case_id, i.number, i.channel, i.applicant_kind, i.received_on, i.concluded_on, i.result, i.late,
         i.fee_yuan, COALESCE(i.concluded_on, i.received_on), i.paid_yuan, COALESCE(i.concluded_on, i.received_on),
         i.batch_id, i.id
  FROM request_import i JOIN register_batch b ON b.id = i.batch_id WHERE i.counted = 1;
