-- Jobs in order where their kind asks for it: one that has others of its key before it has no instant at which it may begin, so
-- it is in no index that a claim walks; it gets one when the last before it is done or dead. And jobs that are not unique, which
-- are most, have no key to be unique by and cost no index entry for it.
SET LOCAL ROLE switchyard_migrator;
UPDATE switchyard.job SET ordering_key = NULL WHERE ordering_key IS NOT NULL;
SET LOCAL ROLE switchyard_owner;

ALTER TABLE switchyard.job DROP CONSTRAINT job_dedup_taken;
ALTER TABLE switchyard.job
    ALTER COLUMN dedup_key DROP NOT NULL,
    -- NULL while others of its key are before it, and only then.
    ALTER COLUMN run_at DROP NOT NULL,
    -- Of those: their own instant, which counts again when it is their turn.
    ADD COLUMN not_before timestamptz,
    -- Of jobs with an ordering key: their place among its jobs.
    ADD COLUMN place bigint,
    ALTER COLUMN attempt SET DEFAULT 0,
    ALTER COLUMN lease SET DEFAULT 0,
    ADD CONSTRAINT job_behind_others CHECK (run_at IS NOT NULL
        OR (ordering_key IS NOT NULL AND not_before IS NOT NULL));
GRANT UPDATE (not_before, place) ON switchyard.job TO switchyard_api, switchyard_worker, switchyard_dispatcher;

CREATE UNIQUE INDEX job_dedup_taken ON switchyard.job (tenant_id, kind, dedup_key) WHERE dedup_key IS NOT NULL;
DROP INDEX switchyard.job_due, switchyard.job_of_kind;
CREATE INDEX job_due ON switchyard.job (run_at) WHERE run_at IS NOT NULL;
CREATE INDEX job_of_kind ON switchyard.job (tenant_id, kind, run_at) WHERE run_at IS NOT NULL;
CREATE INDEX job_in_order ON switchyard.job (tenant_id, ordering_key, place) WHERE ordering_key IS NOT NULL;
-- One of a key at a time may begin.
CREATE UNIQUE INDEX job_order_taken ON switchyard.job (tenant_id, ordering_key)
    WHERE ordering_key IS NOT NULL AND run_at IS NOT NULL;

-- Binaries from before look for another constraint, and know of no order.
UPDATE migration.compatibility SET oldest_binary = greatest(oldest_binary, 3);
