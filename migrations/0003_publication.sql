-- Columns, documents, editions, drafts, imports.

CREATE TABLE site_column (
  id           {{id}},
  slug         {{text}} NOT NULL UNIQUE,
  name         {{text}} NOT NULL,
  column_type  {{text}} NOT NULL,
  description  {{text}} NOT NULL,
  keywords     {{text}} NOT NULL,
  org_id       BIGINT NOT NULL REFERENCES organisation (id),
  owner_id     BIGINT REFERENCES person (id),
  parent_id    BIGINT REFERENCES site_column (id),
  position     BIGINT NOT NULL,
  update_days  BIGINT
);

-- A document is an address with a history. Its public face is one edition, or a tombstone.
-- standing: unpublished, public, taken_down, withdrawn. work: draft, in_review, returned, none.
CREATE TABLE document (
  id              {{id}},
  slug            {{text}} NOT NULL UNIQUE,
  index_number    {{text}} UNIQUE,
  org_id          BIGINT NOT NULL REFERENCES organisation (id),
  owner_id        BIGINT NOT NULL REFERENCES person (id),
  standing        {{text}} NOT NULL,
  work            {{text}} NOT NULL,
  public_edition  BIGINT,
  case_id         BIGINT REFERENCES case_file (id),
  made_at         BIGINT NOT NULL,
  first_published_at BIGINT,
  listed_at       BIGINT,
  tombstone       {{text}}
);
CREATE INDEX document_standing ON document (standing, listed_at);
CREATE INDEX document_case ON document (case_id);
CREATE INDEX document_org ON document (org_id, standing, listed_at);

-- An edition never changes. Its digest covers text, metadata, attachments, column, schedule, relations.
CREATE TABLE edition (
  id            {{id}},
  document_id   BIGINT NOT NULL REFERENCES document (id),
  number        BIGINT NOT NULL,
  digest        {{text}} NOT NULL,
  title         {{text}} NOT NULL,
  body          {{text}} NOT NULL,
  meta          {{text}} NOT NULL,
  column_id     BIGINT NOT NULL REFERENCES site_column (id),
  change_note   {{text}} NOT NULL,
  editors       {{text}} NOT NULL,
  made_at       BIGINT NOT NULL,
  published_at  BIGINT,
  ended_at      BIGINT,
  UNIQUE (document_id, number)
);
CREATE INDEX edition_digest ON edition (digest);
CREATE INDEX edition_column ON edition (column_id, published_at) WHERE published_at IS NOT NULL;

-- What a public document says about others; the way back is the same row.
CREATE TABLE document_relation (
  document_id  BIGINT NOT NULL REFERENCES document (id),
  kind         {{text}} NOT NULL,
  other_slug   {{text}} NOT NULL,
  PRIMARY KEY (document_id, kind, other_slug)
);
CREATE INDEX document_relation_other ON document_relation (other_slug);

-- The working copy, outside the ledger until it is submitted.
CREATE TABLE draft (
  document_id  BIGINT PRIMARY KEY REFERENCES document (id),
  revision     BIGINT NOT NULL,
  content      {{text}} NOT NULL,
  editors      {{text}} NOT NULL,
  saved_by     BIGINT NOT NULL REFERENCES person (id),
  saved_at     BIGINT NOT NULL
);
-- Every saved revision, so that undo, and the second of two editors, lose nothing.
CREATE TABLE draft_revision (
  document_id  BIGINT NOT NULL REFERENCES document (id),
  revision     BIGINT NOT NULL,
  content      {{text}} NOT NULL,
  saved_by     BIGINT NOT NULL REFERENCES person (id),
  saved_at     BIGINT NOT NULL,
  PRIMARY KEY (document_id, revision)
);

CREATE TABLE attachment (
  id           {{id}},
  document_id  BIGINT NOT NULL REFERENCES document (id),
  name         {{text}} NOT NULL,
  media_type   {{text}} NOT NULL,
  size_bytes   BIGINT NOT NULL,
  digest       {{text}} NOT NULL,
  added_by     BIGINT NOT NULL REFERENCES person (id),
  added_at     BIGINT NOT NULL
);
CREATE INDEX attachment_document ON attachment (document_id);
CREATE INDEX attachment_digest ON attachment (digest);

-- The edition that a reviewer looked at last: the next look shows the difference from it.
CREATE TABLE last_look (
  person_id    BIGINT NOT NULL REFERENCES person (id),
  document_id  BIGINT NOT NULL REFERENCES document (id),
  edition_id   BIGINT NOT NULL REFERENCES edition (id),
  at           BIGINT NOT NULL,
  PRIMARY KEY (person_id, document_id)
);

CREATE TABLE redirect (
  old_path     {{text}} PRIMARY KEY,
  document_id  BIGINT NOT NULL REFERENCES document (id)
);

-- A batch of legacy pages or records: one case, accepted by somebody else after its report.
CREATE TABLE import_batch (
  id         {{id}},
  case_id    BIGINT REFERENCES case_file (id),
  org_id     BIGINT NOT NULL REFERENCES organisation (id),
  column_id  BIGINT NOT NULL REFERENCES site_column (id),
  made_by    BIGINT NOT NULL REFERENCES person (id),
  made_at    BIGINT NOT NULL,
  label      {{text}} NOT NULL,
  standing   {{text}} NOT NULL
);
CREATE TABLE import_item (
  id             {{id}},
  batch_id       BIGINT NOT NULL REFERENCES import_batch (id),
  source_name    {{text}} NOT NULL,
  source_digest  {{text}} NOT NULL,
  content_key    {{text}} NOT NULL,
  standing       {{text}} NOT NULL,
  content        {{text}} NOT NULL,
  findings       {{text}} NOT NULL,
  document_id    BIGINT REFERENCES document (id)
);
CREATE INDEX import_item_content ON import_item (content_key);
CREATE INDEX import_item_batch ON import_item (batch_id, id);
CREATE INDEX import_item_document ON import_item (document_id) WHERE document_id IS NOT NULL;
