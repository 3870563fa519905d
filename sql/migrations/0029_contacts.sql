-- A contact counts in the period of its arrival, whatever becomes of it and whenever (spec/sla.md X2, `answer`).
ALTER TABLE switchyard.sla_cycle
    -- when the clock began on its case, where a merge made it count from an earlier message; else null
    ADD COLUMN arrived_at timestamptz;
GRANT UPDATE (arrived_at) ON switchyard.sla_cycle TO switchyard_api, switchyard_worker;

ALTER TABLE switchyard.fact_cycle
    -- of a contact: the instant whose period counts the row; null for other clocks, which count by final_at
    ADD COLUMN arrived_at timestamptz;
CREATE INDEX fact_cycle_arrival ON switchyard.fact_cycle (tenant_id, metric, threshold_seconds, arrived_at)
    WHERE arrived_at IS NOT NULL;
