-- Since when nobody could take an open case that nobody has: no grant is good for its level, language and category.
ALTER TABLE switchyard.ticket ADD COLUMN unserved_since timestamptz;
GRANT UPDATE (unserved_since) ON switchyard.ticket TO switchyard_api, switchyard_worker;
CREATE INDEX ticket_unserved ON switchyard.ticket (tenant_id, urgent_at, id) WHERE unserved_since IS NOT NULL;
