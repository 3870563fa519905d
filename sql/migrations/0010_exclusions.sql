-- What is left out of a contract's figures: windows in which nobody could have kept a promise, and cases that are none. The
-- operator proposes, the client approves; only what is approved adjusts a figure (spec/sla.md X4).
CREATE TABLE switchyard.exclusion (
    tenant_id uuid NOT NULL CONSTRAINT exclusion_tenant REFERENCES directory.tenant (id),
    id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL CONSTRAINT exclusion_kind_known CHECK (kind IN ('client_outage', 'force_majeure',
        'chain_halt', 'exchange_outage', 'volume_over_forecast', 'test_ticket', 'spam')),
    state text COLLATE "C" NOT NULL CONSTRAINT exclusion_state_known CHECK (state IN ('proposed', 'approved', 'declined',
        'withdrawn')),
    -- a case as a whole, or a window
    ticket_id uuid,
    from_at timestamptz,
    until_at timestamptz,
    -- whose clocks a window is about; empty takes all
    metrics text[] NOT NULL,
    channels text[] NOT NULL,
    languages text[] NOT NULL,
    tiers text[] NOT NULL,
    priorities smallint[] NOT NULL,
    categories text[] NOT NULL,
    -- cases that were expected in the window, by how much they may be more, and how many came
    forecast bigint,
    tolerance_bp integer,
    volume bigint,
    reason bytea NOT NULL,
    proposed_at timestamptz NOT NULL,
    CONSTRAINT exclusion_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT exclusion_of_case_or_window CHECK (ticket_id IS NULL OR from_at IS NULL),
    CONSTRAINT exclusion_kinds_of_cases CHECK (ticket_id IS NOT NULL OR kind NOT IN ('test_ticket', 'spam')),
    CONSTRAINT exclusion_window CHECK ((from_at IS NULL) = (until_at IS NULL) AND until_at > from_at),
    CONSTRAINT exclusion_ticket FOREIGN KEY (tenant_id, ticket_id)
        REFERENCES switchyard.ticket (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX exclusion_newest ON switchyard.exclusion (tenant_id, proposed_at, id);
CREATE INDEX exclusion_of_windows ON switchyard.exclusion (tenant_id, from_at) WHERE ticket_id IS NULL;
CREATE UNIQUE INDEX exclusion_one_a_case ON switchyard.exclusion (tenant_id, ticket_id)
    WHERE ticket_id IS NOT NULL AND state IN ('proposed', 'approved');
SELECT migration.make_tenant_table('switchyard.exclusion', '{insert,update}');

-- Who brought an exclusion into which state, when, and what they said: written once.
CREATE TABLE switchyard.exclusion_act (
    tenant_id uuid NOT NULL,
    exclusion_id uuid NOT NULL,
    state text COLLATE "C" NOT NULL CONSTRAINT exclusion_act_state_known CHECK (state IN ('proposed', 'approved', 'declined',
        'withdrawn')),
    acted_at timestamptz NOT NULL,
    actor_kind text COLLATE "C" NOT NULL,
    actor_id uuid,
    credential_id uuid,
    request_id uuid NOT NULL,
    note bytea,
    CONSTRAINT exclusion_act_pkey PRIMARY KEY (tenant_id, exclusion_id, state),
    CONSTRAINT exclusion_act_exclusion FOREIGN KEY (tenant_id, exclusion_id)
        REFERENCES switchyard.exclusion (tenant_id, id) ON DELETE CASCADE
);
SELECT migration.make_tenant_table('switchyard.exclusion_act', '{insert}');
