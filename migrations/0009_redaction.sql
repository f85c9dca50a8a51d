-- Documents of a case of which a part is given (条例 art. 37): what is marked, and what came of it.
CREATE TABLE redaction (
  id          {{id}},
  case_id     BIGINT NOT NULL REFERENCES case_file (id),
  name        {{text}} NOT NULL,
  digest      {{text}} NOT NULL,
  media_type  {{text}} NOT NULL,
  size_bytes  BIGINT NOT NULL,
  marks       {{text}} NOT NULL,
  given       {{text}},
  given_digest {{text}},
  version     BIGINT NOT NULL,
  begun_by    BIGINT NOT NULL,
  begun_at    BIGINT NOT NULL,
  marked_by   BIGINT NOT NULL,
  marked_at   BIGINT NOT NULL,
  erased_at   BIGINT
);
CREATE INDEX redaction_case ON redaction (case_id);
CREATE INDEX redaction_digest ON redaction (digest);
CREATE INDEX redaction_given ON redaction (given_digest) WHERE given_digest IS NOT NULL;
CREATE INDEX paper_digest ON paper (digest);
