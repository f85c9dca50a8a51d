-- Service items: one row an item, one a version that never changes. What is in force is the version named here;
-- an item that was taken out of the catalogue keeps its versions.
CREATE TABLE item (
  id          {{id}},
  code        {{text}} NOT NULL UNIQUE,
  org_id      BIGINT NOT NULL REFERENCES organisation (id),
  version     BIGINT NOT NULL,
  standing    {{text}} NOT NULL,
  name        {{text}} NOT NULL,
  kind        {{text}} NOT NULL,
  level       {{text}} NOT NULL,
  handling    {{text}} NOT NULL,
  statutory_days BIGINT,
  statutory_unit {{text}} NOT NULL,
  promised_days  BIGINT,
  promised_unit  {{text}} NOT NULL,
  points      BIGINT NOT NULL
);
CREATE INDEX item_org ON item (org_id, standing);
CREATE INDEX item_kind ON item (standing, kind);

CREATE TABLE item_version (
  item_id     BIGINT NOT NULL REFERENCES item (id),
  version     BIGINT NOT NULL,
  body        {{text}} NOT NULL,
  digest      {{text}} NOT NULL,
  case_id     BIGINT NOT NULL REFERENCES case_file (id),
  made_at     BIGINT NOT NULL,
  PRIMARY KEY (item_id, version)
);

-- A change of the catalogue: proposed by one person, in force once another has accepted it.
CREATE TABLE adjustment (
  id          {{id}},
  org_id      BIGINT NOT NULL REFERENCES organisation (id),
  case_id     BIGINT REFERENCES case_file (id),
  label       {{text}} NOT NULL,
  rows_digest {{text}} NOT NULL,
  made_by     BIGINT NOT NULL REFERENCES person (id),
  made_at     BIGINT NOT NULL,
  standing    {{text}} NOT NULL
);
CREATE INDEX adjustment_org ON adjustment (org_id, id);

-- What it changes: the item as it is to be, or nothing where it is taken out; and the version that was before it.
CREATE TABLE adjustment_row (
  adjustment_id BIGINT NOT NULL REFERENCES adjustment (id),
  n             BIGINT NOT NULL,
  code          {{text}} NOT NULL,
  body          {{text}},
  before        BIGINT NOT NULL,
  PRIMARY KEY (adjustment_id, n)
);
