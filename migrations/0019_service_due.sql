-- 政务服务: the last day of whatever runs, before acceptance of the answer, afterwards of the decision. The most urgent are
-- found by it in one index, instead of by a look at the clocks of every open case. A cache like the standing beside it.
ALTER TABLE service ADD COLUMN due_on {{text}};
UPDATE service SET due_on = (
  SELECT k.due_on FROM clock_reading k
  WHERE k.case_id = service.case_id AND k.branch = '' AND k.state <> 'stopped'
        AND k.clock = CASE WHEN service.accepted_on IS NULL THEN 'telling' ELSE 'decision' END)
WHERE standing IN ('unanswered', 'open');
DROP INDEX service_standing_org;
CREATE INDEX service_standing_org ON service (org_id, standing, priority, due_on, id);
