-- What happened by the clock and what did not: for each schedule until when its fires are decided, so that one which was missed
-- while no process ran is known, and made up or passed over as the schedule has it. A fire waits open until a process has it.
CREATE TABLE switchyard.schedule (
    name text COLLATE "C" NOT NULL CONSTRAINT schedule_pkey PRIMARY KEY,
    -- as the process that decided last has it: for whoever looks
    timing text NOT NULL,
    -- every fire up to here was made or passed over; who decides moves it on from where it was, so each is decided once
    decided_until timestamptz NOT NULL,
    next_fire timestamptz NOT NULL,
    CONSTRAINT schedule_order CHECK (next_fire > decided_until)
);
INSERT INTO migration.table_family VALUES ('switchyard.schedule', 'queue');
GRANT SELECT, INSERT, UPDATE ON switchyard.schedule TO switchyard_dispatcher;

ALTER TABLE switchyard.schedule_fire
    ALTER COLUMN started_at DROP NOT NULL,
    -- how often a process began it; the newest alone may end it
    ADD COLUMN takes smallint NOT NULL DEFAULT 0,
    -- done, or passed: a newer one made up for it
    ADD COLUMN outcome text COLLATE "C",
    ADD CONSTRAINT schedule_fire_outcome CHECK (outcome IN ('done', 'passed'));
CREATE INDEX schedule_fire_open ON switchyard.schedule_fire (schedule, fire_at) WHERE finished_at IS NULL;
