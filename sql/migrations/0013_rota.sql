-- Who is on duty: a tenant's rota as immutable versions, people put in for others, and what a tenant transaction may ask
-- the directory about duties. Documents name people of the firm by id; who they are stays in the directory.
CREATE TABLE switchyard.rota_version (
    tenant_id uuid NOT NULL CONSTRAINT rota_version_tenant REFERENCES directory.tenant (id),
    version integer NOT NULL CONSTRAINT rota_version_positive CHECK (version > 0),
    id uuid NOT NULL,
    document jsonb NOT NULL,
    effective_from timestamptz NOT NULL,
    -- somebody said that the times without anybody are meant (spec/sla.md E7)
    gaps_confirmed boolean NOT NULL,
    published_at timestamptz NOT NULL,
    published_by uuid,
    CONSTRAINT rota_version_pkey PRIMARY KEY (tenant_id, version),
    CONSTRAINT rota_version_not_backdated CHECK (effective_from >= published_at)
);
SELECT migration.make_tenant_table('switchyard.rota_version', '{insert}');

-- Numbered like versions, so that of two who write at once one sees the other's. Only what is still to come can be taken back.
CREATE TABLE switchyard.rota_override (
    tenant_id uuid NOT NULL CONSTRAINT rota_override_tenant REFERENCES directory.tenant (id),
    number integer NOT NULL CONSTRAINT rota_override_positive CHECK (number > 0),
    id uuid NOT NULL,
    post text COLLATE "C" NOT NULL,
    person_id uuid NOT NULL CONSTRAINT rota_override_person REFERENCES directory.person (id),
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    created_by uuid,
    CONSTRAINT rota_override_pkey PRIMARY KEY (tenant_id, number),
    CONSTRAINT rota_override_id_taken UNIQUE (tenant_id, id),
    CONSTRAINT rota_override_period CHECK (until_at >= from_at)
);
CREATE INDEX rota_override_end ON switchyard.rota_override (tenant_id, until_at);
SELECT migration.make_tenant_table('switchyard.rota_override', '{insert,update}');

-- Every grant that some people hold here at an instant. Tenant from the setting only.
CREATE FUNCTION switchyard.duty_grants(wanted uuid[], at timestamptz)
RETURNS TABLE (person_id uuid, profile bytea, language text, role text, level smallint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT p.id, p.profile, p.language, g.role, g.level
        FROM directory.person p JOIN directory.access_grant g ON g.person_id = p.id
        WHERE p.id = ANY (wanted) AND p.status = 'active'
          AND g.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
          AND g.valid_from <= at AND (g.valid_until IS NULL OR g.valid_until > at)
        ORDER BY p.id, g.level DESC, g.id LIMIT 10000;
END $$;

-- Those who hold a role here at an instant, by id: the same person first every time.
CREATE FUNCTION switchyard.role_people(wanted text, at timestamptz)
RETURNS TABLE (person_id uuid, profile bytea, language text, role text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT ON (p.id) p.id, p.profile, p.language, g.role
        FROM directory.access_grant g JOIN directory.person p ON p.id = g.person_id
        WHERE g.role = wanted AND p.status = 'active'
          AND g.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
          AND g.valid_from <= at AND (g.valid_until IS NULL OR g.valid_until > at)
        ORDER BY p.id, g.level DESC, g.id LIMIT 100;
END $$;
REVOKE ALL ON FUNCTION switchyard.duty_grants, switchyard.role_people FROM PUBLIC;
GRANT EXECUTE ON FUNCTION switchyard.duty_grants, switchyard.role_people TO switchyard_api, switchyard_worker;
