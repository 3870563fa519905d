-- One act on many cases of a tenant, run as a job in the name of whoever asked for it. Which cases is written down when it begins, and
-- what became of each beside it, so that it goes on where it stopped, meets each case once, and can be undone.
CREATE TABLE switchyard.bulk_act (
    tenant_id uuid NOT NULL CONSTRAINT bulk_act_tenant REFERENCES directory.tenant (id),
    id uuid NOT NULL,
    -- by which filter, what is done, and why it was undone
    sealed bytea NOT NULL,
    state text COLLATE "C" NOT NULL CONSTRAINT bulk_act_state_known CHECK (state IN ('running', 'finished', 'undoing', 'undone')),
    -- why it, or its undoing, ended before its last case
    stopped text COLLATE "C" CONSTRAINT bulk_act_stopped_known CHECK (stopped IN ('by_hand', 'grant_ended', 'gave_up')),
    -- as many run at once as there are slots
    slot smallint CONSTRAINT bulk_act_slot_range CHECK (slot BETWEEN 1 AND 10),
    cases integer NOT NULL CONSTRAINT bulk_act_cases_range CHECK (cases >= 0),
    person_id uuid NOT NULL CONSTRAINT bulk_act_person REFERENCES directory.person (id),
    undone_by uuid CONSTRAINT bulk_act_undone_by REFERENCES directory.person (id),
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    undone_at timestamptz,
    revision bigint NOT NULL,
    CONSTRAINT bulk_act_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT bulk_act_slot_while_running CHECK ((state IN ('running', 'undoing')) = (slot IS NOT NULL))
);
CREATE UNIQUE INDEX bulk_act_slot_taken ON switchyard.bulk_act (tenant_id, slot) WHERE slot IS NOT NULL;
CREATE INDEX bulk_act_newest ON switchyard.bulk_act (tenant_id, started_at, id);
SELECT migration.make_tenant_table('switchyard.bulk_act', '{insert,update,delete}');

CREATE TABLE switchyard.bulk_act_case (
    tenant_id uuid NOT NULL,
    act_id uuid NOT NULL,
    position integer NOT NULL,
    ticket_id uuid NOT NULL,
    -- kept: somebody has changed it since, so that undoing leaves it
    state text COLLATE "C" NOT NULL CONSTRAINT bulk_act_case_state_known CHECK (
        state IN ('pending', 'done', 'unchanged', 'refused', 'cancelled', 'undone', 'kept', 'undo_refused')),
    -- why it was refused
    code text COLLATE "C",
    -- the entry of the case's log that tells of it, which says what was there before
    case_seq integer,
    CONSTRAINT bulk_act_case_pkey PRIMARY KEY (tenant_id, act_id, position),
    CONSTRAINT bulk_act_case_act FOREIGN KEY (tenant_id, act_id)
        REFERENCES switchyard.bulk_act (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT bulk_act_case_ticket FOREIGN KEY (tenant_id, ticket_id)
        REFERENCES switchyard.ticket (tenant_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX bulk_act_case_once ON switchyard.bulk_act_case (tenant_id, ticket_id, act_id);
CREATE INDEX bulk_act_case_in_state ON switchyard.bulk_act_case (tenant_id, act_id, state, position);
SELECT migration.make_tenant_table('switchyard.bulk_act_case', '{insert,update,delete}');
