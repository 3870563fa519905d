-- How much of a tenant's work may be under way at once: of a kind, or of all kinds that have no cap of their own ("all"). A cap
-- is so many slots; a claim takes one with each job, and it is free again as soon as that lease is over, however it ended, so
-- that nobody has to give it back and a dead process keeps none.
CREATE TABLE switchyard.job_slot (
    tenant_id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    number smallint NOT NULL CONSTRAINT job_slot_number CHECK (number BETWEEN 1 AND 100),
    -- Whose it is: free unless this job is leased with this number.
    job_id uuid,
    lease bigint,
    -- Counts its takers, so that two claims do not take it in the same moment.
    turns bigint NOT NULL DEFAULT 0,
    CONSTRAINT job_slot_pkey PRIMARY KEY (tenant_id, kind, number)
) WITH (fillfactor = 50);
SELECT migration.make_queue_table('switchyard.job_slot', '{insert,delete}');
