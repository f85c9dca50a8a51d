-- What every act asks for, found without reading the whole table.
CREATE INDEX handover_case ON handover (case_id);
CREATE INDEX delegation_post ON delegation (post_id);
CREATE INDEX post_reaching ON post (org_id) WHERE subtree = 1;
