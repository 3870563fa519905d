-- A case may go on in another one, and messages may leave for a case of their own (spec/sla.md K5). Both are told by the
-- logs of the two cases; here are the pointers that readers and late messages follow.
ALTER TABLE switchyard.ticket
    ADD COLUMN split_from uuid,
    ADD COLUMN merged_into uuid;
SET LOCAL ROLE switchyard_migrator;
ALTER TABLE switchyard.ticket
    ADD CONSTRAINT ticket_split_from FOREIGN KEY (tenant_id, split_from) REFERENCES switchyard.ticket (tenant_id, id),
    ADD CONSTRAINT ticket_merged_into FOREIGN KEY (tenant_id, merged_into) REFERENCES switchyard.ticket (tenant_id, id),
    ADD CONSTRAINT ticket_merged_elsewhere CHECK (merged_into <> id);
SET LOCAL ROLE switchyard_owner;
CREATE INDEX ticket_split ON switchyard.ticket (tenant_id, split_from) WHERE split_from IS NOT NULL;
CREATE INDEX ticket_merged ON switchyard.ticket (tenant_id, merged_into) WHERE merged_into IS NOT NULL;
GRANT UPDATE (merged_into) ON switchyard.ticket TO switchyard_api, switchyard_worker;

-- A message belongs to the case it was moved to; nothing else of it ever changes.
GRANT UPDATE (ticket_id) ON switchyard.message TO switchyard_api, switchyard_worker;
GRANT UPDATE (ticket_id, tokens) ON switchyard.message_search TO switchyard_api, switchyard_worker;
