-- A place may wait for one of several roles: one row of the cache for each, so that each sees it on its desk.
-- The cache is made anew by the next act of a case; until then, what waits for the second look at a take-down
-- gets its other role here.
CREATE TABLE holding_of_roles (
  case_id    BIGINT NOT NULL REFERENCES case_file (id),
  branch     {{text}} NOT NULL,
  place      {{text}} NOT NULL,
  label      {{text}} NOT NULL,
  holder     {{text}} NOT NULL,
  role       {{text}},
  org_id     BIGINT NOT NULL
);
INSERT INTO holding_of_roles (case_id, branch, place, label, holder, role, org_id)
  SELECT case_id, branch, place, label, holder, role, org_id FROM holding;
INSERT INTO holding_of_roles (case_id, branch, place, label, holder, role, org_id)
  SELECT h.case_id, h.branch, h.place, h.label, h.holder, 'supervisor', h.org_id
  FROM holding h JOIN case_file c ON c.id = h.case_id
  WHERE c.procedure_code = 'take-down' AND h.place = 'review' AND h.role = 'openness_office';
DROP TABLE holding;
ALTER TABLE holding_of_roles RENAME TO holding;
CREATE UNIQUE INDEX holding_token ON holding (case_id, branch, place, COALESCE(role, ''));
CREATE INDEX holding_desk ON holding (role, org_id);
