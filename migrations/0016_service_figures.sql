-- 政务服务: figures. Days are those of the calendar between two dates, and caches of the case's events like the dates
-- themselves; they are written with every act.
ALTER TABLE service ADD COLUMN delivered_on {{text}};
ALTER TABLE service ADD COLUMN accept_days BIGINT;
ALTER TABLE service ADD COLUMN decide_days BIGINT;
ALTER TABLE service ADD COLUMN deliver_days BIGINT;
CREATE INDEX service_received ON service (org_id, received_on);
CREATE INDEX service_accepted ON service (org_id, accepted_on);
