-- The doors of every transaction, planned once a session instead of at each call: an SQL function that cannot be inlined
-- (SECURITY DEFINER, SET) is parsed and planned anew each time, which was a third of an intake's server time.
-- A source carries a revision, so that a process may remember its secrets: the transaction asks whether they still hold.
ALTER TABLE directory.source ADD COLUMN revision bigint NOT NULL DEFAULT 1;

CREATE OR REPLACE FUNCTION directory.credential_by_hash(wanted bytea)
RETURNS TABLE (id uuid, kind text, tenant_id uuid, person_id uuid, scopes text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT k.id, k.kind, k.tenant_id, k.person_id, k.scopes FROM directory.api_key k
        LEFT JOIN directory.person p ON p.id = k.person_id
        WHERE k.hash = wanted AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
          AND (k.person_id IS NULL OR p.status = 'active');
END $$;

CREATE OR REPLACE FUNCTION directory.credential_is_live(wanted uuid, entering uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM directory.api_key k LEFT JOIN directory.person p ON p.id = k.person_id
        WHERE k.id = wanted AND (entering IS NULL OR k.tenant_id IS NULL OR k.tenant_id = entering)
          AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
          AND (k.person_id IS NULL OR p.status = 'active'));
END $$;

DROP FUNCTION directory.source_by_address(text);
CREATE FUNCTION directory.source_by_address(wanted text)
RETURNS TABLE (id uuid, tenant_id uuid, revision bigint, sealed bytea[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT s.id, s.tenant_id, s.revision,
            ARRAY(SELECT x.sealed FROM directory.source_secret x WHERE x.source_id = s.id ORDER BY x.slot)
        FROM directory.source s JOIN directory.tenant t ON t.id = s.tenant_id
        WHERE s.address = wanted AND s.status = 'active' AND t.status = 'active';
END $$;

CREATE OR REPLACE FUNCTION directory.rotate_source_secret(source uuid, fresh bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE directory.source s SET revision = s.revision + 1 WHERE s.id = source;
    DELETE FROM directory.source_secret WHERE source_id = source AND slot = 2;
    UPDATE directory.source_secret SET slot = 2 WHERE source_id = source AND slot = 1;
    INSERT INTO directory.source_secret VALUES (source, 1, fresh, now());
END $$;

-- As before, and: SY004 the source was disabled, or its secrets are no longer those that the caller checked by
DROP FUNCTION switchyard.enter_tenant(uuid, uuid, uuid);
CREATE FUNCTION switchyard.enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint,
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
    IF source IS NOT NULL THEN
        PERFORM FROM directory.source s WHERE s.id = source AND s.tenant_id = tenant AND s.status = 'active'
            AND s.revision = source_revision;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'source changed' USING ERRCODE = 'SY004';
        END IF;
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

CREATE OR REPLACE FUNCTION switchyard.this_tenant()
RETURNS TABLE (slug text, name text, zone text, language text, desk_levels smallint[], desk_teams uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT t.slug, t.name, t.zone, t.language,
            ARRAY(SELECT d.level FROM directory.desk d WHERE d.tenant_id = t.id ORDER BY d.level),
            ARRAY(SELECT d.team_id FROM directory.desk d WHERE d.tenant_id = t.id ORDER BY d.level)
        FROM directory.tenant t WHERE t.id = nullif(current_setting('app.tenant', true), '')::uuid;
END $$;

CREATE OR REPLACE FUNCTION switchyard.desk_people(desk_level smallint, at timestamptz)
RETURNS TABLE (person_id uuid, profile bytea, language text, role text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT p.id, p.profile, p.language, g.role
        FROM directory.desk d
        JOIN directory.team_member m ON m.team_id = d.team_id AND m.valid_from <= at AND (m.valid_until IS NULL OR m.valid_until > at)
        JOIN directory.person p ON p.id = m.person_id AND p.status = 'active'
        JOIN LATERAL (SELECT x.role FROM directory.access_grant x
            WHERE x.person_id = p.id AND x.tenant_id = d.tenant_id AND x.level >= d.level AND x.role IN ('agent', 'lead')
              AND x.valid_from <= at AND (x.valid_until IS NULL OR x.valid_until > at)
            ORDER BY x.role, x.id LIMIT 1) g ON true
        WHERE d.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid AND d.level = desk_level
        ORDER BY g.role, p.id LIMIT 100;
END $$;

CREATE OR REPLACE FUNCTION switchyard.granted_person(wanted uuid, at timestamptz)
RETURNS TABLE (person_id uuid, profile bytea, language text, role text, level smallint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT p.id, p.profile, p.language, g.role, g.level
        FROM directory.person p JOIN directory.access_grant g ON g.person_id = p.id
        WHERE p.id = wanted AND p.status = 'active' AND g.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
          AND g.valid_from <= at AND (g.valid_until IS NULL OR g.valid_until > at)
        ORDER BY g.level DESC, g.id LIMIT 1;
END $$;

REVOKE ALL ON FUNCTION directory.source_by_address, switchyard.enter_tenant FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory.source_by_address TO switchyard_api;
GRANT EXECUTE ON FUNCTION switchyard.enter_tenant TO switchyard_api, switchyard_worker;
