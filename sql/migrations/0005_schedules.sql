-- Work that recurs by the clock: a schedule fires by inserting its row, so it fires once however many processes look at
-- the time. Work of no tenant, so it is no job (spec/queue.md rule 8).
CREATE TABLE switchyard.schedule_fire (
    schedule text COLLATE "C" NOT NULL,
    fire_at timestamptz NOT NULL,
    -- the process that does it; without a live lease, another takes it over
    worker_id uuid,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    CONSTRAINT schedule_fire_pkey PRIMARY KEY (schedule, fire_at),
    CONSTRAINT schedule_fire_order CHECK (finished_at >= started_at)
);
INSERT INTO migration.table_family VALUES ('switchyard.schedule_fire', 'queue');
GRANT SELECT, INSERT, UPDATE, DELETE ON switchyard.schedule_fire TO switchyard_dispatcher;
