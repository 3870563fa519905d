-- The facts of clocks that run look ahead to a breach, and a calendar that is published moves it: their cases are gone
-- through again, found by an index of their own.
ALTER TABLE switchyard.fact_cycle_sweep
    -- when the newest version of a calendar was published that the facts know of
    ADD COLUMN calendars_until timestamptz,
    -- only cases with a clock that runs; null: all cases
    ADD COLUMN running_only boolean;
GRANT UPDATE (calendars_until, running_only) ON switchyard.fact_cycle_sweep TO switchyard_api, switchyard_worker;
CREATE INDEX fact_cycle_running ON switchyard.fact_cycle (tenant_id, ticket_id) WHERE outcome = 'running';
