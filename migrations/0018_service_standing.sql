-- 政务服务: how an application stands: unanswered, open, concluded, archived. A cache of its case's events like the dates
-- beside it, written with every act: most applications are archived, and nobody who works reads through them.
ALTER TABLE service ADD COLUMN standing {{text}} NOT NULL DEFAULT 'unanswered';
UPDATE service SET standing = CASE
  WHEN (SELECT c.outcome FROM case_file c WHERE c.id = service.case_id) IS NOT NULL THEN 'archived'
  WHEN concluded_on IS NOT NULL THEN 'concluded'
  WHEN accepted_on IS NOT NULL THEN 'open'
  ELSE 'unanswered' END;
CREATE INDEX service_standing ON service (standing, id);
CREATE INDEX service_standing_org ON service (org_id, standing, id);

-- Every page of the workbench says how much word is unseen; what was seen stays for good.
CREATE INDEX notice_unseen ON notice (person_id) WHERE seen_at IS NULL;
