-- Who is who: tenants, people, teams, grants and credentials. Global by nature, reached only by DirectoryTransaction;
-- names and addresses of people are sealed with the operator's key, log-in names are kept as keyed hashes.
CREATE TABLE directory.operator_key (
    id smallint NOT NULL CONSTRAINT operator_key_pkey PRIMARY KEY,
    wrapped bytea NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE directory.tenant (
    id uuid NOT NULL CONSTRAINT tenant_pkey PRIMARY KEY,
    slug text COLLATE "C" NOT NULL CONSTRAINT tenant_slug_taken UNIQUE
        CONSTRAINT tenant_slug_form CHECK (slug ~ '^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$' AND slug <> 'self'),
    name text NOT NULL CONSTRAINT tenant_name_length CHECK (length(name) BETWEEN 1 AND 200),
    zone text NOT NULL,
    language text NOT NULL,
    status text NOT NULL CONSTRAINT tenant_status_known CHECK (status IN ('active', 'suspended', 'closed')),
    -- raised by every change of the tenant's set-up; processes key their compiled copy of it by this number
    settings_revision bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL
);

CREATE TABLE directory.person (
    id uuid NOT NULL CONSTRAINT person_pkey PRIMARY KEY,
    login_hash bytea NOT NULL CONSTRAINT person_login_taken UNIQUE,
    profile bytea NOT NULL,
    language text NOT NULL,
    status text NOT NULL CONSTRAINT person_status_known CHECK (status IN ('active', 'left')),
    created_at timestamptz NOT NULL
);

CREATE TABLE directory.team (
    id uuid NOT NULL CONSTRAINT team_pkey PRIMARY KEY,
    name text NOT NULL CONSTRAINT team_name_taken UNIQUE,
    created_at timestamptz NOT NULL
);

CREATE TABLE directory.team_member (
    team_id uuid NOT NULL CONSTRAINT team_member_team REFERENCES directory.team (id),
    person_id uuid NOT NULL CONSTRAINT team_member_person REFERENCES directory.person (id),
    valid_from timestamptz NOT NULL,
    valid_until timestamptz,
    CONSTRAINT team_member_pkey PRIMARY KEY (team_id, person_id),
    CONSTRAINT team_member_period CHECK (valid_until > valid_from)
);

-- Which team takes a tenant's cases at a level.
CREATE TABLE directory.desk (
    tenant_id uuid NOT NULL CONSTRAINT desk_tenant REFERENCES directory.tenant (id),
    level smallint NOT NULL CONSTRAINT desk_level_range CHECK (level BETWEEN 1 AND 4),
    team_id uuid NOT NULL CONSTRAINT desk_team REFERENCES directory.team (id),
    CONSTRAINT desk_pkey PRIMARY KEY (tenant_id, level)
);

-- What a person may do for a tenant, from when and until when. Checked in the transaction that acts.
CREATE TABLE directory.access_grant (
    id uuid NOT NULL CONSTRAINT access_grant_pkey PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT access_grant_person REFERENCES directory.person (id),
    tenant_id uuid NOT NULL CONSTRAINT access_grant_tenant REFERENCES directory.tenant (id),
    role text NOT NULL CONSTRAINT access_grant_role_known CHECK (role IN ('agent', 'lead', 'operations_manager', 'tenant_admin')),
    level smallint NOT NULL CONSTRAINT access_grant_level_range CHECK (level BETWEEN 1 AND 4),
    valid_from timestamptz NOT NULL,
    valid_until timestamptz,
    CONSTRAINT access_grant_period CHECK (valid_until > valid_from)
);
CREATE INDEX access_grant_person_tenant ON directory.access_grant (person_id, tenant_id);
CREATE INDEX access_grant_tenant_level ON directory.access_grant (tenant_id, level);

-- API keys: 256 random bits, of which only the SHA-256 of the whole text is here.
CREATE TABLE directory.api_key (
    id uuid NOT NULL CONSTRAINT api_key_pkey PRIMARY KEY,
    prefix text COLLATE "C" NOT NULL CONSTRAINT api_key_prefix_taken UNIQUE,
    hash bytea NOT NULL CONSTRAINT api_key_hash_taken UNIQUE CONSTRAINT api_key_hash_length CHECK (length(hash) = 32),
    name text NOT NULL,
    kind text NOT NULL CONSTRAINT api_key_kind_known CHECK (kind IN ('operator_admin', 'tenant_admin', 'agent', 'intake')),
    tenant_id uuid CONSTRAINT api_key_tenant REFERENCES directory.tenant (id),
    person_id uuid CONSTRAINT api_key_person REFERENCES directory.person (id),
    scopes text[] NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,
    CONSTRAINT api_key_bound CHECK (CASE kind
        WHEN 'operator_admin' THEN tenant_id IS NULL AND person_id IS NULL
        WHEN 'agent' THEN tenant_id IS NULL AND person_id IS NOT NULL
        ELSE tenant_id IS NOT NULL AND person_id IS NULL END)
);
CREATE INDEX api_key_tenant ON directory.api_key (tenant_id);

-- An inbound address of a tenant, with up to two live signing secrets (rotation = two valid values at once).
CREATE TABLE directory.source (
    id uuid NOT NULL CONSTRAINT source_pkey PRIMARY KEY,
    tenant_id uuid NOT NULL CONSTRAINT source_tenant REFERENCES directory.tenant (id),
    address text COLLATE "C" NOT NULL CONSTRAINT source_address_taken UNIQUE,
    name text NOT NULL CONSTRAINT source_name_length CHECK (length(name) BETWEEN 1 AND 100),
    status text NOT NULL CONSTRAINT source_status_known CHECK (status IN ('active', 'disabled')),
    created_at timestamptz NOT NULL,
    CONSTRAINT source_name_taken UNIQUE (tenant_id, name)
);
CREATE TABLE directory.source_secret (
    source_id uuid NOT NULL CONSTRAINT source_secret_source REFERENCES directory.source (id),
    slot smallint NOT NULL CONSTRAINT source_secret_two_live CHECK (slot IN (1, 2)),
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT source_secret_pkey PRIMARY KEY (source_id, slot)
);

-- What administrators did: tenants, people, grants, keys. INSERT and SELECT only.
CREATE TABLE directory.act (
    id uuid NOT NULL CONSTRAINT act_pkey PRIMARY KEY,
    kind text NOT NULL,
    tenant_id uuid,
    subject_id uuid NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid,
    credential_id uuid,
    request_id uuid,
    recorded_at timestamptz NOT NULL
);
CREATE INDEX act_tenant ON directory.act (tenant_id, recorded_at);

-- First answers to administrators' writes, by (credential, key); kept 30 days.
CREATE TABLE directory.answer (
    credential_id uuid NOT NULL,
    key text COLLATE "C" NOT NULL,
    fingerprint bytea NOT NULL,
    status smallint NOT NULL,
    body bytea NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT answer_pkey PRIMARY KEY (credential_id, key)
);
CREATE INDEX answer_created ON directory.answer (created_at);

DO $$ DECLARE name text; BEGIN
    FOREACH name IN ARRAY ARRAY['operator_key', 'tenant', 'person', 'team', 'team_member', 'desk', 'access_grant',
        'api_key', 'source', 'source_secret', 'act', 'answer'] LOOP
        PERFORM migration.make_directory_table(format('directory.%I', name)::regclass);
    END LOOP;
END $$;

GRANT SELECT ON directory.operator_key, directory.tenant, directory.person, directory.team, directory.team_member,
    directory.desk, directory.access_grant, directory.source TO switchyard_api, switchyard_worker;
GRANT INSERT ON directory.tenant, directory.person, directory.team, directory.team_member, directory.desk,
    directory.access_grant, directory.source, directory.source_secret, directory.api_key, directory.operator_key TO switchyard_api;
GRANT INSERT, SELECT ON directory.act TO switchyard_api;
GRANT INSERT ON directory.act TO switchyard_worker;
GRANT SELECT, INSERT ON directory.answer TO switchyard_api;
GRANT SELECT, DELETE ON directory.answer TO switchyard_worker;
GRANT UPDATE (name, zone, language, status, settings_revision) ON directory.tenant TO switchyard_api;
GRANT UPDATE (status) ON directory.person TO switchyard_api;
GRANT UPDATE (valid_until) ON directory.team_member, directory.access_grant TO switchyard_api;
GRANT UPDATE (valid_from, valid_until) ON directory.team_member TO switchyard_api;
GRANT UPDATE (team_id) ON directory.desk TO switchyard_api;
GRANT UPDATE (status) ON directory.source TO switchyard_api;

-- Credentials cannot be read, only asked for by their exact hash.
CREATE FUNCTION directory.credential_by_hash(wanted bytea)
RETURNS TABLE (id uuid, kind text, tenant_id uuid, person_id uuid, scopes text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT k.id, k.kind, k.tenant_id, k.person_id, k.scopes FROM directory.api_key k
    LEFT JOIN directory.person p ON p.id = k.person_id
    WHERE k.hash = wanted AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
      AND (k.person_id IS NULL OR p.status = 'active')
$$;

-- Is this credential still good, and good for the tenant that is entered (null: for none in particular)? Asked again inside
-- every transaction, so that a withdrawal counts at the next request.
CREATE FUNCTION directory.credential_is_live(wanted uuid, entering uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (SELECT FROM directory.api_key k LEFT JOIN directory.person p ON p.id = k.person_id
        WHERE k.id = wanted AND (entering IS NULL OR k.tenant_id IS NULL OR k.tenant_id = entering) AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
          AND (k.person_id IS NULL OR p.status = 'active'))
$$;

CREATE FUNCTION directory.source_by_address(wanted text)
RETURNS TABLE (id uuid, tenant_id uuid, sealed bytea[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.id, s.tenant_id, ARRAY(SELECT x.sealed FROM directory.source_secret x WHERE x.source_id = s.id ORDER BY x.slot)
    FROM directory.source s JOIN directory.tenant t ON t.id = s.tenant_id
    WHERE s.address = wanted AND s.status = 'active' AND t.status = 'active'
$$;

-- The newest secret goes to slot 1; the one that was there stays valid in slot 2.
CREATE FUNCTION directory.rotate_source_secret(source uuid, fresh bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM directory.source_secret WHERE source_id = source AND slot = 2;
    UPDATE directory.source_secret SET slot = 2 WHERE source_id = source AND slot = 1;
    INSERT INTO directory.source_secret VALUES (source, 1, fresh, now());
END $$;

-- Keys of one tenant (null: keys of no tenant), without their hashes.
CREATE FUNCTION directory.api_keys(wanted uuid)
RETURNS TABLE (id uuid, prefix text, name text, kind text, person_id uuid, scopes text[], created_at timestamptz,
    expires_at timestamptz, revoked_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT k.id, k.prefix, k.name, k.kind, k.person_id, k.scopes, k.created_at, k.expires_at, k.revoked_at
    FROM directory.api_key k WHERE k.tenant_id IS NOT DISTINCT FROM wanted ORDER BY k.created_at, k.id LIMIT 1000
$$;

CREATE FUNCTION directory.revoke_api_key(key uuid, tenant uuid) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH revoked AS (UPDATE directory.api_key SET revoked_at = coalesce(revoked_at, now())
        WHERE id = key AND tenant_id IS NOT DISTINCT FROM tenant RETURNING 1)
    SELECT EXISTS (SELECT FROM revoked)
$$;

REVOKE ALL ON FUNCTION directory.credential_by_hash, directory.credential_is_live, directory.source_by_address,
    directory.rotate_source_secret, directory.api_keys, directory.revoke_api_key FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory.credential_by_hash, directory.credential_is_live, directory.source_by_address,
    directory.rotate_source_secret, directory.api_keys, directory.revoke_api_key TO switchyard_api;

-- The one place that sets the tenant. Refuses a second tenant in a transaction, a tenant that is not active, a credential
-- that was withdrawn, and a person without a grant now; answers the transaction's time, the revision of the tenant's
-- set-up, and the person's role and level here.
-- SY001 no such tenant for this caller · SY002 credential withdrawn · SY003 a second tenant in one transaction
CREATE FUNCTION switchyard.enter_tenant(tenant uuid, credential uuid, person uuid,
    OUT entered_at timestamptz, OUT settings_revision bigint, OUT person_role text, OUT person_level smallint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF nullif(current_setting('app.tenant', true), '') IS NOT NULL THEN
        RAISE EXCEPTION 'a tenant is already entered' USING ERRCODE = 'SY003';
    END IF;
    SELECT t.settings_revision INTO settings_revision FROM directory.tenant t WHERE t.id = tenant AND t.status = 'active';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such tenant' USING ERRCODE = 'SY001';
    END IF;
    IF credential IS NOT NULL AND NOT directory.credential_is_live(credential, tenant) THEN
        RAISE EXCEPTION 'credential withdrawn' USING ERRCODE = 'SY002';
    END IF;
    IF person IS NOT NULL THEN
        SELECT g.role, g.level INTO person_role, person_level FROM directory.access_grant g
        WHERE g.person_id = person AND g.tenant_id = tenant AND g.valid_from <= now()
          AND (g.valid_until IS NULL OR g.valid_until > now())
        ORDER BY g.level DESC, g.id LIMIT 1;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'no such tenant' USING ERRCODE = 'SY001';
        END IF;
    END IF;
    EXECUTE format('SET LOCAL app.tenant = %L', tenant);
    entered_at := now();
END $$;
REVOKE ALL ON FUNCTION switchyard.enter_tenant FROM PUBLIC;
GRANT EXECUTE ON FUNCTION switchyard.enter_tenant TO switchyard_api, switchyard_worker;
GRANT EXECUTE ON FUNCTION directory.credential_is_live TO switchyard_worker;

-- What a tenant transaction may know of the directory: its own tenant, its own desks, and the people who serve them now.
-- Tenant from the setting only.
CREATE FUNCTION switchyard.this_tenant()
RETURNS TABLE (slug text, name text, zone text, language text, desk_levels smallint[], desk_teams uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT t.slug, t.name, t.zone, t.language,
        ARRAY(SELECT d.level FROM directory.desk d WHERE d.tenant_id = t.id ORDER BY d.level),
        ARRAY(SELECT d.team_id FROM directory.desk d WHERE d.tenant_id = t.id ORDER BY d.level)
    FROM directory.tenant t WHERE t.id = nullif(current_setting('app.tenant', true), '')::uuid
$$;

-- Members of the desk's team at a level who hold a grant here of at least that level, agents before leads, then by id.
CREATE FUNCTION switchyard.desk_people(desk_level smallint, at timestamptz)
RETURNS TABLE (person_id uuid, profile bytea, language text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.id, p.profile, p.language, g.role
    FROM directory.desk d
    JOIN directory.team_member m ON m.team_id = d.team_id AND m.valid_from <= at AND (m.valid_until IS NULL OR m.valid_until > at)
    JOIN directory.person p ON p.id = m.person_id AND p.status = 'active'
    JOIN LATERAL (SELECT x.role FROM directory.access_grant x
        WHERE x.person_id = p.id AND x.tenant_id = d.tenant_id AND x.level >= d.level AND x.role IN ('agent', 'lead')
          AND x.valid_from <= at AND (x.valid_until IS NULL OR x.valid_until > at)
        ORDER BY x.role, x.id LIMIT 1) g ON true
    WHERE d.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid AND d.level = desk_level
    ORDER BY g.role, p.id LIMIT 100
$$;

-- A person as this tenant may see them: only with a grant here now.
CREATE FUNCTION switchyard.granted_person(wanted uuid, at timestamptz)
RETURNS TABLE (person_id uuid, profile bytea, language text, role text, level smallint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT p.id, p.profile, p.language, g.role, g.level
    FROM directory.person p JOIN directory.access_grant g ON g.person_id = p.id
    WHERE p.id = wanted AND p.status = 'active' AND g.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
      AND g.valid_from <= at AND (g.valid_until IS NULL OR g.valid_until > at)
    ORDER BY g.level DESC, g.id LIMIT 1
$$;

-- Every process compiles a tenant's set-up once per revision; a change of it raises the number.
CREATE FUNCTION switchyard.touch_settings() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE directory.tenant SET settings_revision = settings_revision + 1
    WHERE id = nullif(current_setting('app.tenant', true), '')::uuid
$$;
REVOKE ALL ON FUNCTION switchyard.this_tenant, switchyard.desk_people, switchyard.granted_person, switchyard.touch_settings FROM PUBLIC;
GRANT EXECUTE ON FUNCTION switchyard.this_tenant, switchyard.desk_people, switchyard.granted_person TO switchyard_api, switchyard_worker;
GRANT EXECUTE ON FUNCTION switchyard.touch_settings TO switchyard_api;
