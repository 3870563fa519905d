-- Cases and everything said in them, behind the wall. One log (`event`) holds what happened to a case; what customers wrote
-- is sealed with the tenant's key in tables of its own, and only search tokens, look-up hashes and references stay open.
CREATE TABLE switchyard.data_key (
    tenant_id uuid NOT NULL CONSTRAINT data_key_tenant REFERENCES directory.tenant (id),
    id smallint NOT NULL,
    wrapped bytea NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT data_key_pkey PRIMARY KEY (tenant_id, id)
);
SELECT migration.make_tenant_table('switchyard.data_key', '{insert}');

-- Set-up of a tenant as immutable versions: its calendar, its service-level policy, its rules of category and priority.
CREATE TABLE switchyard.setting_version (
    tenant_id uuid NOT NULL CONSTRAINT setting_version_tenant REFERENCES directory.tenant (id),
    kind text NOT NULL CONSTRAINT setting_version_kind_known CHECK (kind IN ('calendar', 'policy', 'rules', 'survey')),
    version integer NOT NULL CONSTRAINT setting_version_positive CHECK (version > 0),
    id uuid NOT NULL,
    document jsonb NOT NULL,
    effective_from timestamptz NOT NULL,
    published_at timestamptz NOT NULL,
    published_by uuid,
    CONSTRAINT setting_version_pkey PRIMARY KEY (tenant_id, kind, version)
);
SELECT migration.make_tenant_table('switchyard.setting_version', '{insert}');

-- Where the tenant wants to be told: signed webhooks out. The address and the secret are sealed.
CREATE TABLE switchyard.endpoint (
    tenant_id uuid NOT NULL CONSTRAINT endpoint_tenant REFERENCES directory.tenant (id),
    id uuid NOT NULL,
    purpose text NOT NULL CONSTRAINT endpoint_purpose_known CHECK (purpose IN ('reply', 'notice')),
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT endpoint_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT endpoint_one_for_a_purpose UNIQUE (tenant_id, purpose)
);
SELECT migration.make_tenant_table('switchyard.endpoint', '{insert,update,delete}');

CREATE TABLE switchyard.customer (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    external_hash bytea NOT NULL,
    email_hash bytea,
    profile bytea NOT NULL,
    language text,
    zone text,
    tier text COLLATE "C" NOT NULL,
    survey_opt_out boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT customer_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT customer_external_taken UNIQUE (tenant_id, external_hash)
);
CREATE INDEX customer_email ON switchyard.customer (tenant_id, email_hash) WHERE email_hash IS NOT NULL;
SELECT migration.make_tenant_table('switchyard.customer', '{insert,update}');

-- The case. Its row is the lock of everything that belongs to it, and its revision is the ETag.
CREATE TABLE switchyard.ticket (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    reference text COLLATE "C" NOT NULL,
    customer_id uuid NOT NULL,
    subject bytea NOT NULL,
    attributes bytea,
    channel text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL,
    tier text COLLATE "C" NOT NULL,
    category text COLLATE "C" NOT NULL,
    priority smallint NOT NULL CONSTRAINT ticket_priority_range CHECK (priority BETWEEN 1 AND 4),
    status text COLLATE "C" NOT NULL CONSTRAINT ticket_status_known CHECK (status IN ('new', 'open', 'waiting_customer',
        'waiting_third_party', 'waiting_client', 'resolved', 'closed')),
    level smallint NOT NULL CONSTRAINT ticket_level_range CHECK (level BETWEEN 0 AND 4),
    team_id uuid CONSTRAINT ticket_team REFERENCES directory.team (id),
    assignee_id uuid CONSTRAINT ticket_assignee REFERENCES directory.person (id),
    source_id uuid,
    import_batch_id uuid,
    follow_up_of uuid,
    policy_version integer NOT NULL,
    event_count integer NOT NULL,
    revision bigint NOT NULL,
    occurred_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    resolved_at timestamptz,
    CONSTRAINT ticket_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT ticket_reference_taken UNIQUE (tenant_id, reference),
    CONSTRAINT ticket_customer FOREIGN KEY (tenant_id, customer_id) REFERENCES switchyard.customer (tenant_id, id)
);
CREATE INDEX ticket_newest ON switchyard.ticket (tenant_id, created_at, id);
CREATE INDEX ticket_of_customer ON switchyard.ticket (tenant_id, customer_id);
CREATE INDEX ticket_assigned ON switchyard.ticket (tenant_id, assignee_id, created_at, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX ticket_imported ON switchyard.ticket (tenant_id, import_batch_id) WHERE import_batch_id IS NOT NULL;
SELECT migration.make_tenant_table('switchyard.ticket', '{insert,update,delete}');
-- Only history that was brought in can be taken back: a live case and its log stay, whatever a program wants.
CREATE POLICY undo_imported_only ON switchyard.ticket AS RESTRICTIVE FOR DELETE TO switchyard_api, switchyard_worker
    USING (import_batch_id IS NOT NULL);
SELECT migration.make_searchable('switchyard.ticket');

-- The exchange's own conversation id: a follow-up lands on the case that the thread points to.
CREATE TABLE switchyard.thread (
    tenant_id uuid NOT NULL,
    key text COLLATE "C" NOT NULL,
    ticket_id uuid NOT NULL,
    CONSTRAINT thread_pkey PRIMARY KEY (tenant_id, key),
    CONSTRAINT thread_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX thread_of_ticket ON switchyard.thread (tenant_id, ticket_id);
SELECT migration.make_tenant_table('switchyard.thread', '{insert,update,delete}');

-- Exact identifiers, normalised: what agents of exchanges search most.
CREATE TABLE switchyard.ticket_ref (
    tenant_id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    ticket_id uuid NOT NULL,
    CONSTRAINT ticket_ref_pkey PRIMARY KEY (tenant_id, kind, value, ticket_id),
    CONSTRAINT ticket_ref_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX ticket_ref_of_ticket ON switchyard.ticket_ref (tenant_id, ticket_id);
SELECT migration.make_tenant_table('switchyard.ticket_ref', '{insert,delete}');

CREATE TABLE switchyard.message (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    direction text COLLATE "C" NOT NULL CONSTRAINT message_direction_known CHECK (direction IN ('in', 'out', 'note')),
    author_kind text COLLATE "C" NOT NULL CONSTRAINT message_author_known CHECK (author_kind IN ('customer', 'person', 'client', 'system')),
    author_id uuid,
    language text COLLATE "C" NOT NULL,
    -- a reply older than the message it answers (imported history): kept, marked, counted apart
    precedes boolean NOT NULL DEFAULT false,
    secrets_removed smallint NOT NULL,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT message_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT message_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX message_of_ticket ON switchyard.message (tenant_id, ticket_id, occurred_at, id);
SELECT migration.make_tenant_table('switchyard.message', '{insert,delete}');

CREATE TABLE switchyard.message_body (
    tenant_id uuid NOT NULL,
    message_id uuid NOT NULL,
    body bytea NOT NULL,
    CONSTRAINT message_body_pkey PRIMARY KEY (tenant_id, message_id),
    CONSTRAINT message_body_message FOREIGN KEY (tenant_id, message_id) REFERENCES switchyard.message (tenant_id, id) ON DELETE CASCADE
);
SELECT migration.make_tenant_table('switchyard.message_body', '{insert,delete}');

-- Tokens written by the app (SearchTokens): PostgreSQL's own parsers make one lexeme of a whole Chinese run.
CREATE TABLE switchyard.message_search (
    tenant_id uuid NOT NULL,
    message_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    tokens tsvector NOT NULL,
    CONSTRAINT message_search_pkey PRIMARY KEY (tenant_id, message_id),
    CONSTRAINT message_search_message FOREIGN KEY (tenant_id, message_id) REFERENCES switchyard.message (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX search_message_tokens ON switchyard.message_search USING gin (tenant_id, tokens);
SELECT migration.make_tenant_table('switchyard.message_search', '{insert,delete}');
SELECT migration.make_searchable('switchyard.message_search');

-- The log of a case, written in the transaction of the change. `body` = salt (16 bytes) ‖ canonical JSON, sealed.
CREATE TABLE switchyard.event (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    case_seq integer NOT NULL,
    id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    schema_version smallint NOT NULL,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
    actor_kind text COLLATE "C" NOT NULL CONSTRAINT event_actor_known CHECK (actor_kind IN ('operator_admin', 'tenant_admin',
        'agent', 'intake', 'source', 'customer', 'worker', 'import')),
    actor_id uuid,
    on_behalf_of uuid,
    credential_id uuid,
    request_id uuid,
    body bytea NOT NULL,
    CONSTRAINT event_pkey PRIMARY KEY (tenant_id, ticket_id, case_seq),
    CONSTRAINT event_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket (tenant_id, id) ON DELETE CASCADE
);
-- DELETE comes only by the cascade of an undone import, which runs with the owner's right.
SELECT migration.make_tenant_table('switchyard.event', '{insert}');

-- What came in and what we answered first, by the sender's idempotency key or webhook id: kept 30 days, both sealed.
-- `payload` is the raw request after secrets were taken out.
CREATE TABLE switchyard.receipt (
    tenant_id uuid NOT NULL,
    key text COLLATE "C" NOT NULL,
    fingerprint bytea NOT NULL,
    status smallint NOT NULL,
    answer bytea NOT NULL,
    payload bytea,
    created_at timestamptz NOT NULL,
    CONSTRAINT receipt_pkey PRIMARY KEY (tenant_id, key)
);
CREATE INDEX receipt_created ON switchyard.receipt (tenant_id, created_at);
SELECT migration.make_tenant_table('switchyard.receipt', '{insert,delete}');

-- Webhooks that were refused, per source: when, why, how far the clock was off, and the hash of the body, never the body.
CREATE TABLE switchyard.source_rejection (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    source_id uuid NOT NULL,
    reason text COLLATE "C" NOT NULL,
    skew_seconds bigint,
    body_sha256 bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT source_rejection_pkey PRIMARY KEY (tenant_id, id)
);
CREATE INDEX source_rejection_newest ON switchyard.source_rejection (tenant_id, source_id, recorded_at);
SELECT migration.make_tenant_table('switchyard.source_rejection', '{insert,delete}');

-- Full-text search with every filter and the cursor inside, limit last, ids only (spec/tenancy.md "Search under RLS").
-- Newest first; `before_at`/`before_id` is the last row of the page before.
CREATE FUNCTION switchyard.search_tickets(query text, statuses text[], levels smallint[], priorities smallint[], team uuid,
    assignee uuid, customer uuid, before_at timestamptz, before_id uuid, most integer)
RETURNS TABLE (id uuid, created_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
    SELECT k.id, k.created_at FROM switchyard.ticket k
    WHERE k.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
      AND k.id IN (SELECT s.ticket_id FROM switchyard.message_search s
                   WHERE s.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid AND s.tokens @@ query::tsquery)
      AND (statuses IS NULL OR k.status = ANY (statuses))
      AND (levels IS NULL OR k.level = ANY (levels))
      AND (priorities IS NULL OR k.priority = ANY (priorities))
      AND (team IS NULL OR k.team_id = team)
      AND (assignee IS NULL OR k.assignee_id = assignee)
      AND (customer IS NULL OR k.customer_id = customer)
      AND (before_at IS NULL OR (k.created_at, k.id) < (before_at, before_id))
    ORDER BY k.created_at DESC, k.id DESC
    LIMIT least(most, 101)
$$;
ALTER FUNCTION switchyard.search_tickets OWNER TO switchyard_search;
REVOKE ALL ON FUNCTION switchyard.search_tickets FROM PUBLIC;
GRANT EXECUTE ON FUNCTION switchyard.search_tickets TO switchyard_api;
REVOKE CREATE ON SCHEMA switchyard FROM switchyard_search;
