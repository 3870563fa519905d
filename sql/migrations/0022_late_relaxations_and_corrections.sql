-- Who gave a clock more time when it was late or nearly so, and which cases were classified wrongly: the first is reported,
-- the second, once approved, takes a breach back (spec/sla.md P4).
ALTER TABLE switchyard.sla_cycle ADD COLUMN late_relaxation boolean NOT NULL DEFAULT false;
GRANT UPDATE (late_relaxation) ON switchyard.sla_cycle TO switchyard_api, switchyard_worker;

-- The report reads the log: one entry a clock that was relaxed late.
CREATE INDEX event_clock_relaxed ON switchyard.event (tenant_id, recorded_at, id) WHERE kind = 'clock_relaxed';

CREATE TABLE switchyard.correction (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    state text COLLATE "C" NOT NULL CONSTRAINT correction_state_known CHECK (state IN ('proposed', 'approved', 'declined')),
    -- the priority the case should have had from the start, and the one it had when that was said
    priority smallint NOT NULL CONSTRAINT correction_priority_range CHECK (priority BETWEEN 1 AND 4),
    priority_before smallint NOT NULL CONSTRAINT correction_priority_before_range CHECK (priority_before BETWEEN 1 AND 4),
    reason bytea NOT NULL,
    proposed_at timestamptz NOT NULL,
    CONSTRAINT correction_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT correction_ticket FOREIGN KEY (tenant_id, ticket_id)
        REFERENCES switchyard.ticket (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX correction_newest ON switchyard.correction (tenant_id, proposed_at, id);
CREATE INDEX correction_of_case ON switchyard.correction (tenant_id, ticket_id);
CREATE UNIQUE INDEX correction_one_a_case ON switchyard.correction (tenant_id, ticket_id) WHERE state = 'proposed';
SELECT migration.make_tenant_table('switchyard.correction', '{insert,update}');

-- Who brought one into which state, when, and what they said: written once.
CREATE TABLE switchyard.correction_act (
    tenant_id uuid NOT NULL,
    correction_id uuid NOT NULL,
    state text COLLATE "C" NOT NULL CONSTRAINT correction_act_state_known CHECK (state IN ('proposed', 'approved', 'declined')),
    acted_at timestamptz NOT NULL,
    actor_kind text COLLATE "C" NOT NULL,
    actor_id uuid,
    credential_id uuid,
    request_id uuid NOT NULL,
    note bytea,
    CONSTRAINT correction_act_pkey PRIMARY KEY (tenant_id, correction_id, state),
    CONSTRAINT correction_act_correction FOREIGN KEY (tenant_id, correction_id)
        REFERENCES switchyard.correction (tenant_id, id) ON DELETE CASCADE
);
SELECT migration.make_tenant_table('switchyard.correction_act', '{insert}');
