-- What is asked, counted and brought along: survey invitations and their answers, the facts that reports read, and the
-- progress of history imports. All of it belongs to cases and goes with them.

-- One invitation per resolution of a case. The token is in the mail only; here is its keyed hash. Who and what the score
-- is credited to is written down when the invitation is made and never changes (spec/surveys-reports.md V9).
CREATE TABLE switchyard.survey_invitation (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    -- sequence number of the `resolved` event in the case's log
    resolution_seq integer NOT NULL,
    token_hash bytea NOT NULL CONSTRAINT survey_invitation_hash_length CHECK (length(token_hash) = 32),
    state text COLLATE "C" NOT NULL CONSTRAINT survey_invitation_state_known CHECK (state IN ('sent', 'answered', 'superseded')),
    survey_version smallint NOT NULL,
    language text COLLATE "C" NOT NULL,
    team_id uuid,
    level smallint NOT NULL,
    resolver_id uuid,
    replier_ids uuid[] NOT NULL,
    channel text COLLATE "C" NOT NULL,
    category text COLLATE "C" NOT NULL,
    tier text COLLATE "C" NOT NULL,
    resolved_at timestamptz NOT NULL,
    sent_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT survey_invitation_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT survey_invitation_token_taken UNIQUE (tenant_id, token_hash),
    CONSTRAINT survey_invitation_once_a_resolution UNIQUE (tenant_id, ticket_id, resolution_seq),
    CONSTRAINT survey_invitation_period CHECK (expires_at > sent_at),
    CONSTRAINT survey_invitation_ticket FOREIGN KEY (tenant_id, ticket_id)
        REFERENCES switchyard.ticket (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT survey_invitation_customer FOREIGN KEY (tenant_id, customer_id) REFERENCES switchyard.customer (tenant_id, id)
);
CREATE INDEX survey_invitation_of_customer ON switchyard.survey_invitation (tenant_id, customer_id, sent_at);
CREATE INDEX survey_invitation_sent ON switchyard.survey_invitation (tenant_id, sent_at);
SELECT migration.make_tenant_table('switchyard.survey_invitation', '{insert,update}');

-- The one answer of an invitation. A quarantined one (a robot filled the trap) is kept and not counted (V6).
CREATE TABLE switchyard.survey_answer (
    tenant_id uuid NOT NULL,
    invitation_id uuid NOT NULL,
    score smallint NOT NULL CONSTRAINT survey_answer_score_range CHECK (score BETWEEN 1 AND 5),
    comment bytea,
    quarantined boolean NOT NULL,
    answered_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT survey_answer_pkey PRIMARY KEY (tenant_id, invitation_id),
    CONSTRAINT survey_answer_invitation FOREIGN KEY (tenant_id, invitation_id)
        REFERENCES switchyard.survey_invitation (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX survey_answer_answered ON switchyard.survey_answer (tenant_id, answered_at);
SELECT migration.make_tenant_table('switchyard.survey_answer', '{insert,update}');

-- When a customer was last asked: taking the turn is one upsert, so that two cases resolved at once cannot both ask (V4).
CREATE TABLE switchyard.survey_turn (
    tenant_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    taken_at timestamptz NOT NULL,
    CONSTRAINT survey_turn_pkey PRIMARY KEY (tenant_id, customer_id),
    CONSTRAINT survey_turn_customer FOREIGN KEY (tenant_id, customer_id)
        REFERENCES switchyard.customer (tenant_id, id) ON DELETE CASCADE
);
SELECT migration.make_tenant_table('switchyard.survey_turn', '{insert,update}');

-- One row per case, rebuilt a whole business day at a time from ticket, clocks, messages and steps; never edited. The day
-- is the one on which the customer asked, in the tenant's zone. Seconds are open seconds.
CREATE TABLE switchyard.fact_case (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    business_date date NOT NULL,
    opened_at timestamptz NOT NULL,
    channel text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL,
    tier text COLLATE "C" NOT NULL,
    category text COLLATE "C" NOT NULL,
    priority smallint NOT NULL,
    messages_in integer NOT NULL,
    messages_out integer NOT NULL,
    answered boolean NOT NULL,
    -- its only answers are older than what they answer
    excluded boolean NOT NULL,
    first_reply_state text COLLATE "C",
    first_reply_seconds bigint,
    first_reply_verdict text COLLATE "C",
    -- a clock that ran when the fact was made counts as missed from this instant on
    first_reply_breach_at timestamptz,
    resolution_state text COLLATE "C",
    resolution_seconds bigint,
    resolution_verdict text COLLATE "C",
    resolution_breach_at timestamptz,
    escalated_l2 smallint NOT NULL,
    escalated_l3 smallint NOT NULL,
    escalated_l4 smallint NOT NULL,
    case_revision bigint NOT NULL,
    computed_at timestamptz NOT NULL,
    CONSTRAINT fact_case_pkey PRIMARY KEY (tenant_id, ticket_id),
    CONSTRAINT fact_case_ticket FOREIGN KEY (tenant_id, ticket_id)
        REFERENCES switchyard.ticket (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX fact_case_day ON switchyard.fact_case (tenant_id, business_date);
SELECT migration.make_tenant_table('switchyard.fact_case', '{insert,delete}');

-- Cases that changed after their fact was made. A row per change, never updated: writers wait for nobody, and the roll-up
-- deletes exactly the rows it read. New cases need none, they are found by having no fact.
CREATE TABLE switchyard.fact_stale (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    case_revision bigint NOT NULL,
    CONSTRAINT fact_stale_pkey PRIMARY KEY (tenant_id, ticket_id, case_revision),
    CONSTRAINT fact_stale_ticket FOREIGN KEY (tenant_id, ticket_id)
        REFERENCES switchyard.ticket (tenant_id, id) ON DELETE CASCADE
);
SELECT migration.make_tenant_table('switchyard.fact_stale', '{insert,delete}');

-- Up to when a tenant's new cases have been looked at, and for which zone its days were cut.
CREATE TABLE switchyard.roll_up_mark (
    tenant_id uuid NOT NULL CONSTRAINT roll_up_mark_tenant REFERENCES directory.tenant (id),
    zone text NOT NULL,
    seen_until timestamptz NOT NULL,
    CONSTRAINT roll_up_mark_pkey PRIMARY KEY (tenant_id)
);
SELECT migration.make_tenant_table('switchyard.roll_up_mark', '{insert,update}');

-- What one file brought to one tenant, and how far it came: the number moves in the transaction of the cases, so an import
-- that was killed goes on at the line after it.
CREATE TABLE switchyard.import_batch (
    tenant_id uuid NOT NULL CONSTRAINT import_batch_tenant REFERENCES directory.tenant (id),
    id uuid NOT NULL,
    file_sha256 bytea NOT NULL CONSTRAINT import_batch_hash_length CHECK (length(file_sha256) = 32),
    lines_done bigint NOT NULL,
    cases bigint NOT NULL,
    messages bigint NOT NULL,
    known bigint NOT NULL,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    undone_at timestamptz,
    CONSTRAINT import_batch_pkey PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX import_batch_once_a_file ON switchyard.import_batch (tenant_id, file_sha256) WHERE undone_at IS NULL;
SELECT migration.make_tenant_table('switchyard.import_batch', '{insert,update}');

-- An undone import takes the customers along that only it knew.
GRANT DELETE ON switchyard.customer TO switchyard_api, switchyard_worker;
