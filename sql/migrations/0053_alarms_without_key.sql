-- The queue's tables stay where they are when tenants are spread over many servers, and no key may lead from them to a table that
-- is spread (spec/tenancy.md, "Citus, verified"). The alarm had the only one, and looking it up was a fiftieth of what an intake
-- cost the server. An alarm is set, moved and removed under its case's lock, and whoever deletes the case deletes it.
ALTER TABLE switchyard.sla_timer DROP CONSTRAINT sla_timer_ticket;
