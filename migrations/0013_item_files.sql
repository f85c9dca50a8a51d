-- Files that go with a service item: blank forms and samples. A row is one file as it was kept; what replaced it or
-- took it away ends it, and the row stays.
CREATE TABLE item_file (
  id          {{id}},
  item_id     BIGINT NOT NULL REFERENCES item (id),
  name        {{text}} NOT NULL,
  media_type  {{text}} NOT NULL,
  size_bytes  BIGINT NOT NULL,
  digest      {{text}} NOT NULL,
  kept_by     BIGINT NOT NULL REFERENCES person (id),
  kept_at     BIGINT NOT NULL,
  ended_by    BIGINT REFERENCES person (id),
  ended_at    BIGINT
);
CREATE UNIQUE INDEX item_file_now ON item_file (item_id, name) WHERE ended_at IS NULL;
