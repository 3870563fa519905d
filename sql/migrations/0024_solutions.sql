-- How cases were solved, so that the next one like it is solved sooner: versions of a sealed text that never change, and one
-- row a case for its newest version, by which it is found again by category, level and words.
CREATE TABLE switchyard.solution (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    version integer NOT NULL CONSTRAINT solution_version_positive CHECK (version > 0),
    id uuid NOT NULL,
    category text COLLATE "C" NOT NULL,
    level smallint NOT NULL CONSTRAINT solution_level_range CHECK (level BETWEEN 0 AND 4),
    body bytea NOT NULL,
    written_by uuid,
    written_at timestamptz NOT NULL,
    CONSTRAINT solution_pkey PRIMARY KEY (tenant_id, ticket_id, version),
    CONSTRAINT solution_ticket FOREIGN KEY (tenant_id, ticket_id)
        REFERENCES switchyard.ticket (tenant_id, id) ON DELETE CASCADE
);
SELECT migration.make_tenant_table('switchyard.solution', '{insert}');

CREATE TABLE switchyard.solution_search (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    version integer NOT NULL,
    category text COLLATE "C" NOT NULL,
    level smallint NOT NULL,
    written_at timestamptz NOT NULL,
    -- made by the app (SearchTokens)
    tokens tsvector NOT NULL,
    CONSTRAINT solution_search_pkey PRIMARY KEY (tenant_id, ticket_id),
    CONSTRAINT solution_search_version FOREIGN KEY (tenant_id, ticket_id, version)
        REFERENCES switchyard.solution (tenant_id, ticket_id, version) ON DELETE CASCADE
);
CREATE INDEX solution_search_newest ON switchyard.solution_search (tenant_id, written_at, ticket_id);
CREATE INDEX solution_search_category ON switchyard.solution_search (tenant_id, category, written_at, ticket_id);
CREATE INDEX search_solution_tokens ON switchyard.solution_search USING gin (tenant_id, tokens);
SELECT migration.make_tenant_table('switchyard.solution_search', '{insert,delete}');
SELECT migration.make_searchable('switchyard.solution_search');

-- Words with every filter and the cursor inside, limit last, keys only, as search_tickets does it. Newest first;
-- `before_at`/`before_id` is the last row of the page before.
GRANT CREATE ON SCHEMA switchyard TO switchyard_search;
CREATE FUNCTION switchyard.search_solutions(query text, categories text[], levels smallint[], before_at timestamptz,
    before_id uuid, most integer)
RETURNS TABLE (ticket_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
    SELECT s.ticket_id FROM switchyard.solution_search s
    WHERE s.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid AND s.tokens @@ query::tsquery
      AND (categories IS NULL OR s.category = ANY (categories))
      AND (levels IS NULL OR s.level = ANY (levels))
      AND (before_at IS NULL OR (s.written_at, s.ticket_id) < (before_at, before_id))
    ORDER BY s.written_at DESC, s.ticket_id DESC
    LIMIT least(most, 101)
$$;
ALTER FUNCTION switchyard.search_solutions OWNER TO switchyard_search;
REVOKE ALL ON FUNCTION switchyard.search_solutions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION switchyard.search_solutions TO switchyard_api;
REVOKE CREATE ON SCHEMA switchyard FROM switchyard_search;
