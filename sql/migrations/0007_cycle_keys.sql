-- A cycle is known by the entry of the log that started it, and a step by that cycle. The number of a cycle is where it
-- stands among its kin: an entry that is learned of late can move it, and a step kept under a number fires twice or never.
ALTER TABLE switchyard.sla_cycle ADD COLUMN cycle_key text COLLATE "C";
ALTER TABLE switchyard.sla_span ADD COLUMN cycle_key text COLLATE "C";
ALTER TABLE switchyard.sla_step ADD COLUMN cycle_key text COLLATE "C";

-- A cycle starts at the instant of its entry: a message, or the reply that starts the clock of the next one.
SET LOCAL ROLE switchyard_migrator;
UPDATE switchyard.sla_cycle c SET cycle_key = coalesce(
    (SELECT lpad(min(e.case_seq)::text, 9, '0') FROM switchyard.event e
     WHERE e.tenant_id = c.tenant_id AND e.ticket_id = c.ticket_id AND e.occurred_at = c.start_at
       AND e.kind = ANY (CASE c.metric WHEN 'periodic_update' THEN ARRAY['replied'] ELSE ARRAY['opened', 'customer_message'] END)),
    'cycle ' || c.ordinal);
UPDATE switchyard.sla_span s SET cycle_key = c.cycle_key FROM switchyard.sla_cycle c
WHERE c.tenant_id = s.tenant_id AND c.ticket_id = s.ticket_id AND c.metric = s.metric AND c.ordinal = s.ordinal;
UPDATE switchyard.sla_step s SET cycle_key = coalesce(
    (SELECT c.cycle_key FROM switchyard.sla_cycle c
     WHERE c.tenant_id = s.tenant_id AND c.ticket_id = s.ticket_id AND c.metric = s.metric AND c.ordinal = s.ordinal),
    'cycle ' || s.ordinal);

-- The new key of spans is checked against rows behind the wall, so this is the migrator's step too.
ALTER TABLE switchyard.sla_span
    DROP CONSTRAINT sla_span_cycle,
    DROP CONSTRAINT sla_span_pkey;
ALTER TABLE switchyard.sla_cycle
    ALTER COLUMN cycle_key SET NOT NULL,
    DROP CONSTRAINT sla_cycle_pkey,
    ADD CONSTRAINT sla_cycle_pkey PRIMARY KEY (tenant_id, ticket_id, metric, cycle_key);
ALTER TABLE switchyard.sla_span
    ALTER COLUMN cycle_key SET NOT NULL,
    DROP COLUMN ordinal,
    ADD CONSTRAINT sla_span_pkey PRIMARY KEY (tenant_id, ticket_id, metric, cycle_key, from_at),
    ADD CONSTRAINT sla_span_cycle FOREIGN KEY (tenant_id, ticket_id, metric, cycle_key)
        REFERENCES switchyard.sla_cycle (tenant_id, ticket_id, metric, cycle_key) ON DELETE CASCADE;
ALTER TABLE switchyard.sla_step
    ALTER COLUMN cycle_key SET NOT NULL,
    DROP CONSTRAINT sla_step_pkey,
    DROP COLUMN ordinal,
    ADD CONSTRAINT sla_step_pkey PRIMARY KEY (tenant_id, ticket_id, metric, cycle_key, step, target_revision);
SET LOCAL ROLE switchyard_owner;

-- A binary that writes numbers into the keys has to go.
UPDATE migration.compatibility SET oldest_binary = greatest(oldest_binary, 2);
