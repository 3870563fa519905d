-- Promises and the work that keeps them: SLA clocks derived from the log, their timers, deliveries, and the job queue.
-- Queue tables hold ids and times only; the dispatcher claims from them over all tenants (spec/queue.md).

-- One row per cycle of a metric of a case. Derived from the log by ClockMachine.fold, rebuildable at any time.
CREATE TABLE switchyard.sla_cycle (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    metric text COLLATE "C" NOT NULL,
    ordinal smallint NOT NULL,
    state text COLLATE "C" NOT NULL CONSTRAINT sla_cycle_state_known CHECK (state IN ('running', 'paused', 'fulfilled', 'cancelled', 'unschedulable')),
    reason text COLLATE "C",
    target_seconds bigint NOT NULL CONSTRAINT sla_cycle_target_range CHECK (target_seconds BETWEEN 1 AND 315360000),
    target_revision integer NOT NULL,
    start_at timestamptz NOT NULL,
    due_at timestamptz,
    breach_at timestamptz,
    breached_at timestamptz,
    fulfilled_at timestamptz,
    elapsed_microseconds bigint NOT NULL,
    verdict text COLLATE "C" CONSTRAINT sla_cycle_verdict_known CHECK (verdict IN ('met', 'missed')),
    CONSTRAINT sla_cycle_pkey PRIMARY KEY (tenant_id, ticket_id, metric, ordinal),
    CONSTRAINT sla_cycle_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket (tenant_id, id) ON DELETE CASCADE
);
SELECT migration.make_tenant_table('switchyard.sla_cycle', '{insert,update,delete}');

CREATE TABLE switchyard.sla_span (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    metric text COLLATE "C" NOT NULL,
    ordinal smallint NOT NULL,
    from_at timestamptz NOT NULL,
    to_at timestamptz NOT NULL,
    kind text COLLATE "C" NOT NULL CONSTRAINT sla_span_kind_known CHECK (kind IN ('running', 'paused')),
    CONSTRAINT sla_span_pkey PRIMARY KEY (tenant_id, ticket_id, metric, ordinal, from_at),
    CONSTRAINT sla_span_cycle FOREIGN KEY (tenant_id, ticket_id, metric, ordinal)
        REFERENCES switchyard.sla_cycle (tenant_id, ticket_id, metric, ordinal) ON DELETE CASCADE
);
SELECT migration.make_tenant_table('switchyard.sla_span', '{insert,delete}');

-- A step of the ladder that was taken. The key is why an effect happens once, whatever dies.
CREATE TABLE switchyard.sla_step (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    metric text COLLATE "C" NOT NULL,
    ordinal smallint NOT NULL,
    step text COLLATE "C" NOT NULL,
    target_revision integer NOT NULL,
    scheduled_at timestamptz NOT NULL,
    taken_at timestamptz NOT NULL,
    level_before smallint NOT NULL,
    level_after smallint NOT NULL,
    recipient_id uuid,
    CONSTRAINT sla_step_pkey PRIMARY KEY (tenant_id, ticket_id, metric, ordinal, step, target_revision),
    CONSTRAINT sla_step_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket (tenant_id, id) ON DELETE CASCADE
);
SELECT migration.make_tenant_table('switchyard.sla_step', '{insert}');

-- The next instant at which a case wants the worker. One row a case, not one a cycle: the worker re-derives all clocks of
-- the case under its lock anyway, and intake writes one row instead of two.
CREATE TABLE switchyard.sla_timer (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    wake_at timestamptz NOT NULL,
    CONSTRAINT sla_timer_pkey PRIMARY KEY (tenant_id, ticket_id),
    CONSTRAINT sla_timer_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket (tenant_id, id) ON DELETE CASCADE
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX sla_timer_due ON switchyard.sla_timer (wake_at);
CREATE INDEX sla_timer_tenant_due ON switchyard.sla_timer (tenant_id, wake_at);
SELECT migration.make_queue_table('switchyard.sla_timer', '{insert,update,delete}');

-- Something that leaves the house: to whom (sealed), by what, and what became of it. Its id is the Message-ID or webhook-id.
CREATE TABLE switchyard.delivery (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL CONSTRAINT delivery_kind_known CHECK (kind IN ('reply_mail', 'reply_webhook', 'notice_mail',
        'notice_webhook', 'survey_mail', 'warning_mail')),
    ticket_id uuid NOT NULL,
    message_id uuid,
    person_id uuid,
    body bytea NOT NULL,
    state text COLLATE "C" NOT NULL CONSTRAINT delivery_state_known CHECK (state IN ('pending', 'accepted', 'rejected', 'unknown')),
    attempts smallint NOT NULL,
    code text COLLATE "C",
    created_at timestamptz NOT NULL,
    concluded_at timestamptz,
    CONSTRAINT delivery_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT delivery_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX delivery_of_ticket ON switchyard.delivery (tenant_id, ticket_id, created_at);
SELECT migration.make_tenant_table('switchyard.delivery', '{insert,update}');

-- Ready or leased work, nothing else: what is finished moves to job_done, what is dead to job_dead.
CREATE TABLE switchyard.job (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    payload_version smallint NOT NULL,
    subject_id uuid NOT NULL,
    priority smallint NOT NULL,
    run_at timestamptz NOT NULL,
    attempt smallint NOT NULL,
    lease bigint NOT NULL,
    worker_id uuid,
    deadline_at timestamptz,
    dedup_key text COLLATE "C" NOT NULL,
    ordering_key uuid,
    last_code text COLLATE "C",
    traceparent text COLLATE "C",
    created_at timestamptz NOT NULL,
    CONSTRAINT job_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT job_dedup_taken UNIQUE (tenant_id, kind, dedup_key)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX job_ready ON switchyard.job (run_at) WHERE worker_id IS NULL;
CREATE INDEX job_tenant_ready ON switchyard.job (tenant_id, run_at) WHERE worker_id IS NULL;
CREATE INDEX job_leased ON switchyard.job (worker_id) WHERE worker_id IS NOT NULL;
SELECT migration.make_queue_table('switchyard.job', '{insert,update,delete}');

CREATE TABLE switchyard.job_done (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    attempts smallint NOT NULL,
    created_at timestamptz NOT NULL,
    finished_at timestamptz NOT NULL,
    CONSTRAINT job_done_pkey PRIMARY KEY (tenant_id, id)
);
CREATE INDEX job_done_finished ON switchyard.job_done (finished_at);
SELECT migration.make_queue_table('switchyard.job_done', '{insert}');

CREATE TABLE switchyard.job_dead (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    subject_id uuid NOT NULL,
    reason text COLLATE "C" NOT NULL,
    attempts smallint NOT NULL,
    created_at timestamptz NOT NULL,
    finished_at timestamptz NOT NULL,
    CONSTRAINT job_dead_pkey PRIMARY KEY (tenant_id, id)
);
SELECT migration.make_queue_table('switchyard.job_dead', '{insert,delete}');

-- One row per worker process, renewed each 5 s, good for 15 s. A leased job whose worker has no live row is free.
CREATE TABLE switchyard.worker_lease (
    id uuid NOT NULL CONSTRAINT worker_lease_pkey PRIMARY KEY,
    started_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
INSERT INTO migration.table_family VALUES ('switchyard.worker_lease', 'queue');
GRANT SELECT, INSERT, UPDATE, DELETE ON switchyard.worker_lease TO switchyard_dispatcher;
