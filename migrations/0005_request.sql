-- 依申请公开: requests, who is asked about them, and the letters that go out.

-- A request. What a person typed is a personal value of it (subject request); what stands here says
-- nothing about a person. received_on, concluded_on, result and the fees are caches of the case's
-- events; applicant_key tells the same applicant again and goes with the erasure.
CREATE TABLE request (
  id              {{id}},
  org_id          BIGINT NOT NULL,
  case_id         BIGINT REFERENCES case_file (id),
  channel         {{text}} NOT NULL,
  applicant_kind  {{text}} NOT NULL,
  form_wanted     {{text}} NOT NULL,
  delivery_way    {{text}} NOT NULL,
  applicant_key   {{text}},
  filed_at        BIGINT NOT NULL,
  received_on     {{text}},
  concluded_on    {{text}},
  result          {{text}},
  late            BIGINT NOT NULL DEFAULT 0,
  fee_yuan        BIGINT,
  paid_yuan       BIGINT,
  log_title       {{text}},
  log_summary     {{text}},
  erased_at       BIGINT
);
CREATE UNIQUE INDEX request_case ON request (case_id);
CREATE INDEX request_org ON request (org_id, filed_at);
CREATE INDEX request_received ON request (org_id, received_on);
CREATE INDEX request_applicant ON request (applicant_key) WHERE applicant_key IS NOT NULL;
CREATE INDEX request_log ON request (concluded_on) WHERE log_title IS NOT NULL;

-- Third parties and joint makers that a request is put to. Names and addresses are personal values
-- (subject request_party) where they are persons'.
CREATE TABLE request_party (
  id          {{id}},
  request_id  BIGINT NOT NULL REFERENCES request (id),
  kind        {{text}} NOT NULL,
  member      {{text}} NOT NULL,
  org_id      BIGINT,
  UNIQUE (request_id, member)
);

-- Papers of a case: proofs of identity, supplements, proofs of delivery, what is given out. Kept by
-- digest in the files; a paper that the applicant may open says so.
CREATE TABLE paper (
  id          {{id}},
  case_id     BIGINT NOT NULL REFERENCES case_file (id),
  kind        {{text}} NOT NULL,
  name        {{text}} NOT NULL,
  digest      {{text}} NOT NULL,
  salt        {{bytes}},
  media_type  {{text}} NOT NULL,
  size_bytes  BIGINT NOT NULL,
  by_person   BIGINT,
  for_party   BIGINT NOT NULL DEFAULT 0,
  at          BIGINT NOT NULL,
  erased_at   BIGINT
);
CREATE INDEX paper_case ON paper (case_id);

-- Letters that went out. The text is frozen; it holds personal values and can be erased, the digest stays.
CREATE TABLE letter (
  id            {{id}},
  case_id       BIGINT NOT NULL REFERENCES case_file (id),
  seq           BIGINT NOT NULL,
  n             BIGINT NOT NULL,
  template      {{text}} NOT NULL,
  version       BIGINT NOT NULL,
  name          {{text}} NOT NULL,
  addressee     {{text}} NOT NULL,
  member        {{text}},
  number        {{text}},
  body          {{text}},
  digest        {{text}} NOT NULL,
  salt          {{bytes}},
  made_at       BIGINT NOT NULL,
  erased_at     BIGINT,
  UNIQUE (case_id, seq, n, addressee, member)
);
CREATE INDEX letter_case ON letter (case_id);

-- An office's own wording of a letter; version 0 is the one that comes with the program.
CREATE TABLE letter_template (
  org_id     BIGINT NOT NULL,
  code       {{text}} NOT NULL,
  version    BIGINT NOT NULL,
  body       {{text}} NOT NULL,
  by_person  BIGINT NOT NULL,
  at         BIGINT NOT NULL,
  PRIMARY KEY (org_id, code, version)
);

-- A form that somebody is filling in. It is theirs by a secret in their browser; six figures lend it to a
-- helper for a while. It goes when it is sent, or after a week.
CREATE TABLE filing (
  id            {{id}},
  secret_digest {{text}} NOT NULL UNIQUE,
  form          {{text}} NOT NULL,
  changed_at    BIGINT NOT NULL,
  relay_digest  {{text}},
  relay_until   BIGINT
);
CREATE INDEX filing_relay ON filing (relay_digest) WHERE relay_digest IS NOT NULL;
CREATE INDEX filing_changed ON filing (changed_at);

-- How often published items were shown before filing, opened, and were the answer.
CREATE TABLE deflection (
  org_id    BIGINT NOT NULL,
  month     {{text}} NOT NULL,
  shown     BIGINT NOT NULL DEFAULT 0,
  answered  BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, month)
);

-- 行政复议, 行政诉讼, 申诉举报 and conversions: what a linked case is about. Outcome and dates are caches.
CREATE TABLE remedy (
  id             {{id}},
  request_id     BIGINT NOT NULL REFERENCES request (id),
  case_id        BIGINT REFERENCES case_file (id),
  kind           {{text}} NOT NULL,
  route          {{text}},
  registered_on  {{text}},
  concluded_on   {{text}},
  outcome        {{text}}
);
CREATE UNIQUE INDEX remedy_case ON remedy (case_id);
CREATE INDEX remedy_request ON remedy (request_id);
