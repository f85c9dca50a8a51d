-- Organisations, people, posts; sessions and the door.

-- Facts about an organisation change only through its register case; these rows are its newest reading.
CREATE TABLE organisation (
  id             {{id}},
  code           {{text}} NOT NULL UNIQUE,
  name           {{text}} NOT NULL,
  short_name     {{text}} NOT NULL,
  kind           {{text}} NOT NULL,
  parent_id      BIGINT REFERENCES organisation (id),
  path           {{text}} NOT NULL,
  uscc           {{text}},
  number_prefix  {{text}},
  address        {{text}},
  phone          {{text}},
  hours          {{text}},
  position       BIGINT NOT NULL,
  case_id        BIGINT REFERENCES case_file (id),
  ended_on       {{text}},
  successor_id   BIGINT REFERENCES organisation (id)
);
CREATE INDEX organisation_parent ON organisation (parent_id, position);
CREATE TABLE organisation_name (
  org_id    BIGINT NOT NULL REFERENCES organisation (id),
  name      {{text}} NOT NULL,
  until_on  {{text}} NOT NULL
);

CREATE TABLE person (
  id             {{id}},
  login          {{text}} NOT NULL UNIQUE,
  name           {{text}} NOT NULL,
  password_hash  {{text}},
  must_change    BIGINT NOT NULL DEFAULT 1,
  failed_count   BIGINT NOT NULL DEFAULT 0,
  locked_until   BIGINT,
  left_on        {{text}},
  password_set_at BIGINT
);

-- A post: one person, one role, in one organisation (and, where subtree = 1, in all below it).
CREATE TABLE post (
  id         {{id}},
  person_id  BIGINT NOT NULL REFERENCES person (id),
  org_id     BIGINT NOT NULL REFERENCES organisation (id),
  role       {{text}} NOT NULL,
  title      {{text}} NOT NULL,
  subtree    BIGINT NOT NULL DEFAULT 0,
  from_on    {{text}} NOT NULL,
  until_on   {{text}}
);
CREATE INDEX post_person ON post (person_id);
CREATE INDEX post_org ON post (org_id, role);

-- While somebody is away, somebody else acts on their behalf in one post.
CREATE TABLE delegation (
  id         {{id}},
  post_id    BIGINT NOT NULL REFERENCES post (id),
  to_person  BIGINT NOT NULL REFERENCES person (id),
  from_on    {{text}} NOT NULL,
  until_on   {{text}} NOT NULL,
  ended_on   {{text}},
  reason     {{text}} NOT NULL
);
CREATE INDEX delegation_to ON delegation (to_person);

-- What one person hands to another when a post changes; it moves only when the successor accepts.
CREATE TABLE handover (
  id           {{id}},
  case_id      BIGINT NOT NULL REFERENCES case_file (id),
  from_person  BIGINT NOT NULL REFERENCES person (id),
  to_person    BIGINT NOT NULL REFERENCES person (id),
  org_id       BIGINT NOT NULL REFERENCES organisation (id),
  accepted_at  BIGINT
);

-- A session holds digests of its tokens, never the tokens. The previous one is good for a minute
-- after a rotation, for requests that were already on their way.
CREATE TABLE session (
  id            {{id}},
  token_digest  {{text}} NOT NULL UNIQUE,
  prev_digest   {{text}},
  person_id     BIGINT REFERENCES person (id),
  csrf          {{text}} NOT NULL,
  made_at       BIGINT NOT NULL,
  rotated_at    BIGINT NOT NULL,
  seen_at       BIGINT NOT NULL,
  flash         {{text}}
);
CREATE INDEX session_prev ON session (prev_digest) WHERE prev_digest IS NOT NULL;
CREATE INDEX session_person ON session (person_id) WHERE person_id IS NOT NULL;

-- Word for one person: what happened that concerns them.
CREATE TABLE notice (
  id         {{id}},
  person_id  BIGINT NOT NULL REFERENCES person (id),
  at         BIGINT NOT NULL,
  sentence   {{text}} NOT NULL,
  address    {{text}} NOT NULL,
  source_key {{text}} NOT NULL UNIQUE,
  seen_at    BIGINT
);
CREATE INDEX notice_person ON notice (person_id, id);
