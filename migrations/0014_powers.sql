-- Powers (权责清单): one row a power, one a version that never changes. A version holds from a day on, until the next one
-- does: what was in force on any day, and so the list of any year, is read from them. A version without a body takes
-- the power off the list.
CREATE TABLE power (
  id          {{id}},
  code        {{text}} NOT NULL UNIQUE
);

CREATE TABLE power_version (
  power_id    BIGINT NOT NULL REFERENCES power (id),
  version     BIGINT NOT NULL,
  holds_from  {{text}} NOT NULL,
  org_id      BIGINT NOT NULL REFERENCES organisation (id),
  kind        {{text}} NOT NULL,
  body        {{text}},
  digest      {{text}} NOT NULL,
  case_id     BIGINT NOT NULL REFERENCES case_file (id),
  made_at     BIGINT NOT NULL,
  PRIMARY KEY (power_id, version)
);
CREATE INDEX power_version_day ON power_version (holds_from);

-- Adjustments change service items or powers; those that were there change items.
ALTER TABLE adjustment ADD COLUMN list {{text}} NOT NULL DEFAULT 'items';
