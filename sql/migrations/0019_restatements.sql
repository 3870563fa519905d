-- Closed clocks that are counted as if another version of the policies had always been in force: proposed by one side, decided
-- by the other (spec/sla.md C3). The clocks stay as they were; their facts say from which revision of the reports on they
-- count otherwise.
CREATE TABLE switchyard.restatement (
    tenant_id uuid NOT NULL CONSTRAINT restatement_tenant REFERENCES directory.tenant (id),
    id uuid NOT NULL,
    state text COLLATE "C" NOT NULL CONSTRAINT restatement_state_known CHECK (state IN ('proposed', 'approved', 'declined',
        'withdrawn')),
    -- the version, `setting_version.id` and its number
    policy_id uuid NOT NULL,
    policy_version integer NOT NULL,
    -- clocks whose verdict became final in it
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    -- of the tenant's reports, from 1 in the order of approval
    revision integer CONSTRAINT restatement_revision_positive CHECK (revision > 0),
    reason bytea NOT NULL,
    proposed_at timestamptz NOT NULL,
    CONSTRAINT restatement_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT restatement_period CHECK (until_at > from_at),
    CONSTRAINT restatement_revised CHECK ((state = 'approved') = (revision IS NOT NULL)),
    CONSTRAINT restatement_revision_taken UNIQUE (tenant_id, revision),
    CONSTRAINT restatement_policy FOREIGN KEY (tenant_id, policy_id) REFERENCES switchyard.setting_version (tenant_id, id)
);
CREATE INDEX restatement_newest ON switchyard.restatement (tenant_id, proposed_at, id);
SELECT migration.make_tenant_table('switchyard.restatement', '{insert,update}');

-- Who brought one into which state, when, and what they said: written once.
CREATE TABLE switchyard.restatement_act (
    tenant_id uuid NOT NULL,
    restatement_id uuid NOT NULL,
    state text COLLATE "C" NOT NULL CONSTRAINT restatement_act_state_known CHECK (state IN ('proposed', 'approved', 'declined',
        'withdrawn')),
    acted_at timestamptz NOT NULL,
    actor_kind text COLLATE "C" NOT NULL,
    actor_id uuid,
    credential_id uuid,
    request_id uuid NOT NULL,
    note bytea,
    CONSTRAINT restatement_act_pkey PRIMARY KEY (tenant_id, restatement_id, state),
    CONSTRAINT restatement_act_restatement FOREIGN KEY (tenant_id, restatement_id)
        REFERENCES switchyard.restatement (tenant_id, id) ON DELETE CASCADE
);
SELECT migration.make_tenant_table('switchyard.restatement_act', '{insert}');

-- A row counts in the revisions from the first up to, not with, the other; null where no later one says otherwise.
ALTER TABLE switchyard.fact_cycle
    ADD COLUMN from_revision integer NOT NULL DEFAULT 0,
    ADD COLUMN until_revision integer,
    ADD CONSTRAINT fact_cycle_revisions CHECK (from_revision >= 0 AND until_revision > from_revision),
    DROP CONSTRAINT fact_cycle_pkey,
    ADD CONSTRAINT fact_cycle_pkey PRIMARY KEY (tenant_id, ticket_id, metric, cycle_key, threshold_seconds, from_revision);
ALTER TABLE switchyard.fact_cycle_sweep ADD COLUMN revision integer NOT NULL DEFAULT 0;
GRANT UPDATE (revision) ON switchyard.fact_cycle_sweep TO switchyard_api, switchyard_worker;
