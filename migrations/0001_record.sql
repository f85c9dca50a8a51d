-- What happened, and the public ledger made of it.
-- Instants are microseconds since 1970 in UTC; civil dates are text, YYYY-MM-DD; 0 and 1 stand for no and yes.

-- Definitions are immutable and kept by digest: a running case keeps the one it was opened under.
CREATE TABLE procedure_definition (
  digest      {{text}} PRIMARY KEY,
  code        {{text}} NOT NULL,
  version     {{text}} NOT NULL,
  body        {{text}} NOT NULL,
  kept_at     BIGINT NOT NULL
);
CREATE INDEX procedure_definition_code ON procedure_definition (code, kept_at);

-- Official notices of holidays and make-up working days, each known from an instant on.
CREATE TABLE calendar_notice (
  id          {{id}},
  digest      {{text}} NOT NULL UNIQUE,
  title       {{text}} NOT NULL,
  body        {{text}} NOT NULL,
  known_from  BIGINT NOT NULL
);

-- Case: the fixed facts, and caches of the fold that can be rebuilt (last_seq, places, outcome).
CREATE TABLE case_file (
  id                {{id}},
  number            {{text}} NOT NULL UNIQUE,
  query_code        {{text}} NOT NULL,
  org_id            BIGINT NOT NULL,
  procedure_code    {{text}} NOT NULL,
  procedure_digest  {{text}} NOT NULL REFERENCES procedure_definition (digest),
  params            {{text}} NOT NULL,
  title             {{text}} NOT NULL,
  subject_kind      {{text}} NOT NULL,
  subject_id        BIGINT NOT NULL,
  parent_id         BIGINT REFERENCES case_file (id),
  opened_at         BIGINT NOT NULL,
  last_seq          BIGINT NOT NULL,
  outcome           {{text}}
);
CREATE INDEX case_file_subject ON case_file (subject_kind, subject_id);
CREATE INDEX case_file_parent ON case_file (parent_id) WHERE parent_id IS NOT NULL;

-- Event: append-only. A reason and its salt can be erased; leaf and hash never change.
-- data: what the procedure declares, as JSON, never a personal value; documents: digests, as JSON.
CREATE TABLE event (
  id            {{id}},
  case_id       BIGINT NOT NULL REFERENCES case_file (id),
  seq           BIGINT NOT NULL,
  kind          {{text}} NOT NULL,
  act           {{text}},
  branch        {{text}},
  actor_id      BIGINT,
  on_behalf_of  BIGINT,
  recorded_at   BIGINT NOT NULL,
  effective_on  {{text}} NOT NULL,
  reason        {{text}},
  data          {{text}} NOT NULL,
  documents     {{text}} NOT NULL,
  corrects      BIGINT,
  salt          {{bytes}},
  request_key   {{text}},
  leaf          {{bytes}} NOT NULL,
  leaf_hash     {{bytes}} NOT NULL,
  ledger_index  BIGINT,
  UNIQUE (case_id, seq)
);
CREATE UNIQUE INDEX event_request_key ON event (request_key) WHERE request_key IS NOT NULL;
CREATE UNIQUE INDEX event_ledger_index ON event (ledger_index) WHERE ledger_index IS NOT NULL;
CREATE INDEX event_unnumbered ON event (id) WHERE ledger_index IS NULL;
CREATE INDEX event_actor ON event (actor_id, recorded_at);

-- The tree: one head row, moved by compare-and-set on its size. Only whole tiles are rows; the
-- tiles still growing are in the head's right edge.
CREATE TABLE ledger_head (
  id      BIGINT PRIMARY KEY,
  size    BIGINT NOT NULL,
  edge    {{bytes}} NOT NULL
);
CREATE TABLE ledger_tile (
  level   BIGINT NOT NULL,
  n       BIGINT NOT NULL,
  hashes  {{bytes}} NOT NULL,
  PRIMARY KEY (level, n)
);
CREATE TABLE ledger_checkpoint (
  size       BIGINT PRIMARY KEY,
  note       {{text}} NOT NULL,
  signed_at  BIGINT NOT NULL
);

-- Caches of the docket: who holds the ball where, and when something falls due or must be woken.
CREATE TABLE holding (
  case_id    BIGINT NOT NULL REFERENCES case_file (id),
  branch     {{text}} NOT NULL,
  place      {{text}} NOT NULL,
  label      {{text}} NOT NULL,
  holder     {{text}} NOT NULL,
  role       {{text}},
  org_id     BIGINT NOT NULL,
  PRIMARY KEY (case_id, branch, place)
);
CREATE INDEX holding_desk ON holding (role, org_id);
CREATE TABLE clock_reading (
  case_id      BIGINT NOT NULL REFERENCES case_file (id),
  branch       {{text}} NOT NULL,
  clock        {{text}} NOT NULL,
  label        {{text}} NOT NULL,
  kind         {{text}} NOT NULL,
  state        {{text}} NOT NULL,
  due_on       {{text}},
  provisional  BIGINT NOT NULL,
  light        {{text}} NOT NULL,
  turns_at     BIGINT,
  PRIMARY KEY (case_id, branch, clock)
);
CREATE INDEX clock_reading_turn ON clock_reading (turns_at) WHERE turns_at IS NOT NULL;
CREATE INDEX clock_reading_due ON clock_reading (due_on) WHERE due_on IS NOT NULL;

-- A due date moved by a holiday notice: what moved, and why.
CREATE TABLE redating (
  id          {{id}},
  case_id     BIGINT NOT NULL REFERENCES case_file (id),
  clock       {{text}} NOT NULL,
  branch      {{text}} NOT NULL,
  notice_id   BIGINT NOT NULL REFERENCES calendar_notice (id),
  old_due_on  {{text}},
  new_due_on  {{text}},
  reason      {{text}} NOT NULL,
  at          BIGINT NOT NULL
);
CREATE INDEX redating_case ON redating (case_id);

-- Numbers without gaps: one row a series, taken inside the act that uses the number.
CREATE TABLE number_series (
  series    {{text}} PRIMARY KEY,
  next      BIGINT NOT NULL
);

-- Values of persons, with the salt of their digest: both go when the value is erased.
CREATE TABLE personal_value (
  id            {{id}},
  subject_kind  {{text}} NOT NULL,
  subject_id    BIGINT NOT NULL,
  field         {{text}} NOT NULL,
  value         {{text}},
  salt          {{bytes}},
  event_id      BIGINT,
  erased_at     BIGINT
);
CREATE INDEX personal_value_subject ON personal_value (subject_kind, subject_id);

-- Outward effects, keyed by the event and their place in it, so that none is done twice.
CREATE TABLE outbox (
  case_id  BIGINT NOT NULL REFERENCES case_file (id),
  seq      BIGINT NOT NULL,
  n        BIGINT NOT NULL,
  kind     {{text}} NOT NULL,
  body     {{text}} NOT NULL,
  done_at  BIGINT,
  PRIMARY KEY (case_id, seq, n)
);
CREATE INDEX outbox_open ON outbox (case_id) WHERE done_at IS NULL;

-- How far a follower of the event stream has come (search index, caches).
CREATE TABLE follower (
  name   {{text}} PRIMARY KEY,
  cursor BIGINT NOT NULL
);

-- Small settings of this installation, such as the site's identity and the ledger's origin.
CREATE TABLE setting (
  name   {{text}} PRIMARY KEY,
  value  {{text}} NOT NULL
);
