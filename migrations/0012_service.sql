-- 政务服务: applications for service items.

-- An application for an item, under one version of it. What a person typed is a personal value of it (subject
-- service); what stands here says nothing about a person. The days, the result, both kinds of lateness and the days
-- used are caches of the case's events; applicant_key tells the same applicant again and goes with the erasure.
CREATE TABLE service (
  id              {{id}},
  org_id          BIGINT NOT NULL,
  case_id         BIGINT REFERENCES case_file (id),
  item_id         BIGINT NOT NULL REFERENCES item (id),
  item_version    BIGINT NOT NULL,
  channel         {{text}} NOT NULL,
  applicant_kind  {{text}} NOT NULL,
  delivery_way    {{text}} NOT NULL,
  applicant_key   {{text}},
  filed_at        BIGINT NOT NULL,
  received_on     {{text}},
  accepted_on     {{text}},
  decided_on      {{text}},
  concluded_on    {{text}},
  result          {{text}},
  late_statutory  BIGINT NOT NULL DEFAULT 0,
  late_promised   BIGINT NOT NULL DEFAULT 0,
  used_days       BIGINT,
  saved_days      BIGINT,
  visits          BIGINT NOT NULL DEFAULT 0,
  priority        BIGINT NOT NULL DEFAULT 0,
  erased_at       BIGINT
);
CREATE UNIQUE INDEX service_case ON service (case_id);
CREATE INDEX service_org ON service (org_id, filed_at);
CREATE INDEX service_item ON service (item_id, filed_at);
CREATE INDEX service_decided ON service (org_id, decided_on);
CREATE INDEX service_applicant ON service (applicant_key) WHERE applicant_key IS NOT NULL;

-- Of which material of the item a paper is; empty where it is of none.
ALTER TABLE paper ADD COLUMN about {{text}} NOT NULL DEFAULT '';

-- Which matter a form that is being filled in belongs to.
ALTER TABLE filing ADD COLUMN kind {{text}} NOT NULL DEFAULT 'request';
