-- 印章: which seals an organisation has, from which day to which. The picture is drawn from its name and its use.
CREATE TABLE seal (
  id          {{id}},
  org_id      BIGINT NOT NULL REFERENCES organisation (id),
  kind        {{text}} NOT NULL,
  ring        {{text}} NOT NULL,
  from_on     {{text}} NOT NULL,
  until_on    {{text}},
  case_id     BIGINT NOT NULL REFERENCES case_file (id)
);
CREATE INDEX seal_org ON seal (org_id);

-- A letter names the seal that it bears, which makes the register of their use, and has a code by which anybody who
-- holds it may ask whether it is genuine.
ALTER TABLE letter ADD COLUMN seal_id BIGINT;
ALTER TABLE letter ADD COLUMN code {{text}};
CREATE UNIQUE INDEX letter_code ON letter (code) WHERE code IS NOT NULL;
CREATE INDEX letter_seal ON letter (seal_id, made_at) WHERE seal_id IS NOT NULL;
