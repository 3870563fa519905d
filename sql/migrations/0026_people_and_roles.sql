-- What people are to a client or to the firm: the roles of both sides, grants over the firm as a whole, and what of a person
-- decides which cases suit them: skills, languages, clearances.
ALTER TABLE directory.access_grant
    DROP CONSTRAINT access_grant_role_known,
    ALTER COLUMN level DROP NOT NULL,
    ALTER COLUMN tenant_id DROP NOT NULL,
    ADD COLUMN skills text[] NOT NULL DEFAULT '{}',
    ADD COLUMN languages text[] NOT NULL DEFAULT '{}',
    ADD COLUMN clearances text[] NOT NULL DEFAULT '{}';
UPDATE directory.access_grant SET level = NULL WHERE role = 'tenant_admin';
ALTER TABLE directory.access_grant
    ADD CONSTRAINT access_grant_role_known CHECK (role IN ('admin', 'operations_manager', 'lead', 'agent', 'auditor',
        'tenant_admin', 'contact', 'compliance', 'viewer')),
    -- Who works on cases does so up to a level of one client; nobody else has one.
    ADD CONSTRAINT access_grant_level_of_role
        CHECK ((level IS NOT NULL) = (tenant_id IS NOT NULL AND role IN ('operations_manager', 'lead', 'agent'))),
    -- Without a tenant: over the firm as a whole, which opens no tenant.
    ADD CONSTRAINT access_grant_firm_role
        CHECK (tenant_id IS NOT NULL OR role IN ('admin', 'operations_manager', 'auditor'));
CREATE INDEX access_grant_of_firm ON directory.access_grant (person_id) WHERE tenant_id IS NULL;
GRANT UPDATE (login_hash, profile, language) ON directory.person TO switchyard_api;

-- A person comes in by a grant whose role is among those asked for (nil: any), that of the highest level first. Refused here and
-- not by whoever reads the answer, because what the person writes travels with the question.
CREATE FUNCTION switchyard.enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint, roles text[],
    OUT entered_at timestamptz, OUT settings_revision bigint, OUT person_role text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    is_allowed boolean;
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
        SELECT g.role, roles IS NULL OR g.role = ANY (roles) INTO person_role, is_allowed FROM directory.access_grant g
        WHERE g.person_id = person AND g.tenant_id = tenant AND g.valid_from <= now()
          AND (g.valid_until IS NULL OR g.valid_until > now())
        ORDER BY roles IS NULL OR g.role = ANY (roles) DESC, g.level DESC NULLS LAST, g.id LIMIT 1;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'no such tenant' USING ERRCODE = 'SY001';
        ELSIF NOT is_allowed THEN
            RAISE EXCEPTION 'role does not allow it' USING ERRCODE = 'SY005';
        END IF;
    END IF;
    EXECUTE format('SET LOCAL app.tenant = %L', tenant);
    entered_at := now();
END $$;
REVOKE ALL ON FUNCTION switchyard.enter_tenant(uuid, uuid, uuid, uuid, bigint, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION switchyard.enter_tenant(uuid, uuid, uuid, uuid, bigint, text[]) TO switchyard_api, switchyard_worker;

CREATE OR REPLACE FUNCTION switchyard.duty_grants(wanted uuid[], at timestamptz)
RETURNS TABLE (person_id uuid, profile bytea, language text, role text, level smallint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT p.id, p.profile, p.language, g.role, g.level
        FROM directory.person p JOIN directory.access_grant g ON g.person_id = p.id
        WHERE p.id = ANY (wanted) AND p.status = 'active'
          AND g.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
          AND g.valid_from <= at AND (g.valid_until IS NULL OR g.valid_until > at)
        ORDER BY p.id, g.level DESC NULLS LAST, g.id LIMIT 10000;
END $$;

CREATE OR REPLACE FUNCTION switchyard.role_people(wanted text, at timestamptz)
RETURNS TABLE (person_id uuid, profile bytea, language text, role text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT ON (p.id) p.id, p.profile, p.language, g.role
        FROM directory.access_grant g JOIN directory.person p ON p.id = g.person_id
        WHERE g.role = wanted AND p.status = 'active'
          AND g.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
          AND g.valid_from <= at AND (g.valid_until IS NULL OR g.valid_until > at)
        ORDER BY p.id, g.level DESC NULLS LAST, g.id LIMIT 100;
END $$;

-- Nobody asks for it any more.
DROP FUNCTION switchyard.granted_person;

-- Open cases that somebody has: looked through every minute for people who may not work on them any more.
CREATE INDEX ticket_in_hand ON switchyard.ticket (tenant_id, assignee_id) WHERE assignee_id IS NOT NULL AND resolved_at IS NULL;
