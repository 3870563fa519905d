-- What a contract promises month by month, and the facts that say how it was kept: one row a clock and threshold, made from
-- the clocks and never edited (spec/sla.md X1, X2; spec/surveys-reports.md G1).

-- Immutable versions, each for whole months of the tenant's zone.
CREATE TABLE switchyard.service_level_version (
    tenant_id uuid NOT NULL CONSTRAINT service_level_version_tenant REFERENCES directory.tenant (id),
    version integer NOT NULL CONSTRAINT service_level_version_positive CHECK (version > 0),
    id uuid NOT NULL,
    -- the first day of the first month
    from_month date NOT NULL,
    document jsonb NOT NULL,
    published_at timestamptz NOT NULL,
    published_by uuid,
    CONSTRAINT service_level_version_pkey PRIMARY KEY (tenant_id, version)
);
SELECT migration.make_tenant_table('switchyard.service_level_version', '{insert}');

CREATE TABLE switchyard.fact_cycle (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    metric text COLLATE "C" NOT NULL,
    cycle_key text COLLATE "C" NOT NULL,
    -- open seconds that a contract asks about; 0 for the target that the policy set
    threshold_seconds bigint NOT NULL CONSTRAINT fact_cycle_threshold_range CHECK (threshold_seconds >= 0),
    outcome text COLLATE "C" NOT NULL CONSTRAINT fact_cycle_outcome_known CHECK (outcome IN ('met', 'missed', 'running',
        'unanswered', 'unmeasured')),
    -- when the verdict became final, or will when the clock just runs on: the period to which the row belongs
    final_at timestamptz NOT NULL,
    start_at timestamptz NOT NULL,
    -- the open time in which the clock ran before its verdict
    ran tstzmultirange NOT NULL,
    unanswered_at timestamptz,
    channel text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL,
    tier text COLLATE "C" NOT NULL,
    category text COLLATE "C" NOT NULL,
    -- in force at final_at
    priority smallint NOT NULL,
    CONSTRAINT fact_cycle_pkey PRIMARY KEY (tenant_id, ticket_id, metric, cycle_key, threshold_seconds),
    CONSTRAINT fact_cycle_ticket FOREIGN KEY (tenant_id, ticket_id)
        REFERENCES switchyard.ticket (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX fact_cycle_period ON switchyard.fact_cycle (tenant_id, metric, threshold_seconds, final_at);
CREATE INDEX fact_cycle_unanswered ON switchyard.fact_cycle (tenant_id, unanswered_at) WHERE unanswered_at IS NOT NULL;
SELECT migration.make_tenant_table('switchyard.fact_cycle', '{insert,delete}');

-- For which thresholds a tenant's facts are made, and where the going through its cases stands after they changed.
CREATE TABLE switchyard.fact_cycle_sweep (
    tenant_id uuid NOT NULL CONSTRAINT fact_cycle_sweep_tenant REFERENCES directory.tenant (id),
    thresholds text COLLATE "C" NOT NULL,
    -- the last case that was gone through; null when all were
    swept_created_at timestamptz,
    swept_id uuid,
    CONSTRAINT fact_cycle_sweep_pkey PRIMARY KEY (tenant_id),
    CONSTRAINT fact_cycle_sweep_place CHECK ((swept_created_at IS NULL) = (swept_id IS NULL))
);
SELECT migration.make_tenant_table('switchyard.fact_cycle_sweep', '{insert,update}');
