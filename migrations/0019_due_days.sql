-- Lists in order of days read the day in the row, instead of looking at the clocks of every open case. Caches like what
-- stands beside them.

-- Whoever has the case: the day on which the next of its clocks is due. A clock that expired and did what it had to is still
-- among these; the next act of the case leaves it out.
ALTER TABLE holding ADD COLUMN due_on {{text}};
UPDATE holding SET due_on = (SELECT min(k.due_on) FROM clock_reading k WHERE k.case_id = holding.case_id);
DROP INDEX holding_desk;
CREATE INDEX holding_desk ON holding (role, org_id, due_on, case_id);
-- A department asked to take part is looked for by its branch, wherever the case belongs.
CREATE INDEX holding_branch ON holding (role) WHERE branch <> '';

-- 政务服务: the last day of whatever runs, before acceptance of the answer, afterwards of the decision.
ALTER TABLE service ADD COLUMN due_on {{text}};
UPDATE service SET due_on = (
  SELECT k.due_on FROM clock_reading k
  WHERE k.case_id = service.case_id AND k.branch = '' AND k.state <> 'stopped'
        AND k.clock = CASE WHEN service.accepted_on IS NULL THEN 'telling' ELSE 'decision' END)
WHERE standing IN ('unanswered', 'open');
DROP INDEX service_standing_org;
CREATE INDEX service_standing_org ON service (org_id, standing, priority, due_on, id);
