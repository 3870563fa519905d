-- Jobs seen from outside: every failed attempt leaves its instant and its code on the job's own row, a dead job keeps what it
-- needs to begin again, and a kind of work can be held back, for one tenant or for all.
ALTER TABLE switchyard.job
    ADD COLUMN failed_at timestamptz[] NOT NULL DEFAULT '{}',
    ADD COLUMN failure_codes text[] NOT NULL DEFAULT '{}';
GRANT UPDATE (failed_at, failure_codes) ON switchyard.job TO switchyard_api, switchyard_worker, switchyard_dispatcher;

ALTER TABLE switchyard.job_dead
    ADD COLUMN payload_version smallint NOT NULL DEFAULT 1,
    ADD COLUMN priority smallint NOT NULL DEFAULT 5,
    ADD COLUMN lease bigint NOT NULL DEFAULT 0,
    ADD COLUMN dedup_key text COLLATE "C",
    ADD COLUMN ordering_key uuid,
    ADD COLUMN failed_at timestamptz[] NOT NULL DEFAULT '{}',
    ADD COLUMN failure_codes text[] NOT NULL DEFAULT '{}';

-- A kind of a tenant's work that nobody claims.
CREATE TABLE switchyard.job_hold (
    tenant_id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    held_at timestamptz NOT NULL,
    CONSTRAINT job_hold_pkey PRIMARY KEY (tenant_id, kind)
);
SELECT migration.make_queue_table('switchyard.job_hold', '{insert,delete}');

-- A kind that nobody claims for anybody.
CREATE TABLE switchyard.job_kind_hold (
    kind text COLLATE "C" NOT NULL CONSTRAINT job_kind_hold_pkey PRIMARY KEY,
    held_at timestamptz NOT NULL
);
INSERT INTO migration.table_family VALUES ('switchyard.job_kind_hold', 'queue');
GRANT SELECT, INSERT, DELETE ON switchyard.job_kind_hold TO switchyard_dispatcher;
