-- A second factor beside the password: a secret that makes six figures every half a minute, codes for the day it is lost, and
-- of whom it is demanded. A session that has not shown it is good for enrolling and for nothing else; some acts ask besides
-- that a password or a code was shown within the last minutes.
CREATE TABLE directory.second_factor (
    person_id uuid NOT NULL CONSTRAINT second_factor_pkey PRIMARY KEY
        CONSTRAINT second_factor_person REFERENCES directory.person (id),
    sealed bytea NOT NULL,
    begun_at timestamptz NOT NULL,
    -- null until a code has shown that the person's device has the secret
    confirmed_at timestamptz,
    -- the newest time step whose code was taken: neither that one is taken again nor one before it
    last_step bigint NOT NULL
);

-- Keyed hashes; a code that was used is gone.
CREATE TABLE directory.recovery_code (
    person_id uuid NOT NULL CONSTRAINT recovery_code_factor REFERENCES directory.second_factor (person_id) ON DELETE CASCADE,
    hash bytea NOT NULL,
    CONSTRAINT recovery_code_pkey PRIMARY KEY (person_id, hash)
);

-- Whoever holds the role at the tenant (null: wherever they hold it) has to have a second factor.
CREATE TABLE directory.factor_demand (
    id uuid NOT NULL CONSTRAINT factor_demand_pkey PRIMARY KEY,
    tenant_id uuid CONSTRAINT factor_demand_tenant REFERENCES directory.tenant (id),
    role text NOT NULL CONSTRAINT factor_demand_role_known CHECK (role IN ('admin', 'operations_manager', 'lead', 'agent',
        'auditor', 'tenant_admin', 'contact', 'compliance', 'viewer')),
    demanded_at timestamptz NOT NULL,
    CONSTRAINT factor_demand_once UNIQUE NULLS NOT DISTINCT (tenant_id, role)
);

DO $$ DECLARE name text; BEGIN
    FOREACH name IN ARRAY ARRAY['second_factor', 'recovery_code', 'factor_demand'] LOOP
        PERFORM migration.make_directory_table(format('directory.%I', name)::regclass);
    END LOOP;
END $$;
GRANT SELECT, INSERT, DELETE ON directory.factor_demand TO switchyard_api;

ALTER TABLE directory.session
    -- when password or code was shown last
    ADD COLUMN proven_at timestamptz,
    -- since when the second factor counts as shown
    ADD COLUMN second_at timestamptz;
UPDATE directory.session SET proven_at = opened_at;
ALTER TABLE directory.session ALTER COLUMN proven_at SET NOT NULL;

CREATE FUNCTION directory.second_factor_is_demanded(person uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM directory.access_grant g JOIN directory.factor_demand d
            ON d.role = g.role AND (d.tenant_id IS NULL OR d.tenant_id = g.tenant_id)
        WHERE g.person_id = person AND g.valid_from <= now() AND (g.valid_until IS NULL OR g.valid_until > now()))
$$;

-- One row, whoever is asked about.
CREATE FUNCTION directory.second_factor_of(person uuid, session uuid)
RETURNS TABLE (sealed bytea, confirmed_at timestamptz, codes bigint, is_demanded boolean, shown_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT f.sealed, f.confirmed_at INTO sealed, confirmed_at FROM directory.second_factor f WHERE f.person_id = person;
    SELECT count(*) INTO codes FROM directory.recovery_code c WHERE c.person_id = person;
    is_demanded := directory.second_factor_is_demanded(person);
    SELECT s.second_at INTO shown_at FROM directory.session s WHERE s.id = session AND s.person_id = person;
    RETURN NEXT;
END $$;

-- Takes the place of a secret that was never confirmed; false where one was.
CREATE FUNCTION directory.begin_second_factor(person uuid, fresh bytea, at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO directory.second_factor AS f (person_id, sealed, begun_at, last_step) VALUES (person, fresh, at, 0)
    ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed, begun_at = excluded.begun_at WHERE f.confirmed_at IS NULL;
    RETURN FOUND;
END $$;

-- For whoever showed the code of a step; `shown` is the secret it was compared with. False where that is another by now, or
-- the step was taken.
CREATE FUNCTION directory.confirm_second_factor(person uuid, shown bytea, step bigint, codes bytea[], at timestamptz)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE directory.second_factor f SET confirmed_at = at, last_step = step
    WHERE f.person_id = person AND f.sealed = shown AND f.confirmed_at IS NULL AND f.last_step < step;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO directory.recovery_code (person_id, hash) SELECT person, c FROM unnest(codes) c;
    RETURN true;
END $$;

CREATE FUNCTION directory.take_second_factor_step(person uuid, shown bytea, step bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE directory.second_factor f SET last_step = step
    WHERE f.person_id = person AND f.sealed = shown AND f.confirmed_at IS NOT NULL AND f.last_step < step;
    RETURN FOUND;
END $$;

CREATE FUNCTION directory.take_recovery_code(person uuid, code bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM directory.recovery_code c WHERE c.person_id = person AND c.hash = code;
    RETURN FOUND;
END $$;

-- False where there is no second factor that they could stand in for.
CREATE FUNCTION directory.replace_recovery_codes(person uuid, codes bytea[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM directory.second_factor f WHERE f.person_id = person AND f.confirmed_at IS NOT NULL FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    DELETE FROM directory.recovery_code c WHERE c.person_id = person;
    INSERT INTO directory.recovery_code (person_id, hash) SELECT person, c FROM unnest(codes) c;
    RETURN true;
END $$;

-- As before. A person's password is held first, as whoever makes a session holds it: one that is made meanwhile is seen.
CREATE OR REPLACE FUNCTION directory.end_sessions(person uuid, session uuid, at timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ended bigint;
BEGIN
    PERFORM FROM directory.password w WHERE w.person_id = person FOR NO KEY UPDATE;
    UPDATE directory.session s SET ended_at = at
    WHERE s.person_id = person AND (session IS NULL OR s.id = session) AND directory.lives(s);
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;

-- With it go its codes and every session but `kept`, which has shown nothing any more. False where there was none.
CREATE FUNCTION directory.remove_second_factor(person uuid, kept uuid, at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM directory.second_factor f WHERE f.person_id = person AND f.confirmed_at IS NOT NULL;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM FROM directory.password w WHERE w.person_id = person FOR NO KEY UPDATE;
    UPDATE directory.session s SET ended_at = at
    WHERE s.person_id = person AND s.ended_at IS NULL AND s.id IS DISTINCT FROM kept;
    UPDATE directory.session s SET second_at = NULL WHERE s.person_id = person AND s.id = kept;
    RETURN true;
END $$;

-- As before. The sessions that make room are first those that have shown no second factor: whoever knows the password alone
-- ends nobody else's.
CREATE OR REPLACE FUNCTION directory.open_session(session uuid, token bytea, person uuid, shown timestamptz, client bytea,
    at timestamptz, ends timestamptz, idle bigint, live_max bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM directory.password w JOIN directory.person p ON p.id = w.person_id
    WHERE w.person_id = person AND w.changed_at = shown AND p.status = 'active' FOR NO KEY UPDATE OF w;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE directory.session s SET ended_at = at WHERE s.person_id = person AND s.ended_at IS NULL AND s.id NOT IN (
        SELECT x.id FROM directory.session x WHERE x.person_id = person AND x.ended_at IS NULL
        ORDER BY x.second_at IS NULL, x.seen_at DESC, x.id DESC LIMIT live_max - 1);
    INSERT INTO directory.session (id, hash, person_id, client, opened_at, seen_at, expires_at, idle_seconds, proven_at)
    VALUES (session, token, person, client, at, at, ends, idle::integer, at);
    RETURN true;
END $$;

-- Whoever has proven more goes on in another session with another token, until the instant at which the one before would have
-- ended; a copy of that one's token is worth nothing. Answers the instant; null where that session has ended.
CREATE FUNCTION directory.replace_session(old uuid, fresh uuid, token bytea, client bytea, at timestamptz,
    has_shown_second boolean) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before directory.session;
BEGIN
    PERFORM FROM directory.password w JOIN directory.session s ON s.person_id = w.person_id
    WHERE s.id = old FOR NO KEY UPDATE OF w;
    UPDATE directory.session s SET ended_at = at WHERE s.id = old AND directory.lives(s) RETURNING s.* INTO before;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    INSERT INTO directory.session (id, hash, person_id, client, opened_at, seen_at, expires_at, idle_seconds, proven_at, second_at)
    VALUES (fresh, token, before.person_id, client, before.opened_at, at, before.expires_at, before.idle_seconds, at,
        CASE WHEN has_shown_second THEN at ELSE before.second_at END);
    RETURN before.expires_at;
END $$;

-- Is this credential still good, for the tenant that is entered (null: for none in particular) and for what is asked for?
-- A key is good for itself. A session has to have shown the second factor that its person has or has to have, and password or
-- code within so many seconds (null: whenever).
-- SY002 credential withdrawn · SY006 second factor not shown · SY007 not shown lately
CREATE FUNCTION directory.admit_credential(wanted uuid, entering uuid, needs_second boolean, proven_seconds bigint) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found_session directory.session;
BEGIN
    IF EXISTS (SELECT FROM directory.api_key k LEFT JOIN directory.person p ON p.id = k.person_id
        WHERE k.id = wanted AND (entering IS NULL OR k.tenant_id IS NULL OR k.tenant_id = entering)
          AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
          AND (k.person_id IS NULL OR p.status = 'active')) THEN
        RETURN;
    END IF;
    SELECT s.* INTO found_session FROM directory.session s JOIN directory.person p ON p.id = s.person_id
    WHERE s.id = wanted AND directory.lives(s) AND p.status = 'active';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'credential withdrawn' USING ERRCODE = 'SY002';
    END IF;
    IF needs_second AND found_session.second_at IS NULL AND (EXISTS (SELECT FROM directory.second_factor f
            WHERE f.person_id = found_session.person_id AND f.confirmed_at IS NOT NULL)
        OR directory.second_factor_is_demanded(found_session.person_id)) THEN
        RAISE EXCEPTION 'second factor not shown' USING ERRCODE = 'SY006';
    END IF;
    IF found_session.proven_at <= now() - make_interval(secs => proven_seconds) THEN
        RAISE EXCEPTION 'not shown lately' USING ERRCODE = 'SY007';
    END IF;
END $$;

-- As before, and: what a session has to have shown. Asked before the tenant is looked for, so that the refusal of a session says
-- nothing about which tenants there are.
CREATE FUNCTION switchyard.enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint, roles text[],
    needs_second boolean, proven_seconds bigint,
    OUT entered_at timestamptz, OUT settings_revision bigint, OUT person_role text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    is_allowed boolean;
BEGIN
    IF nullif(current_setting('app.tenant', true), '') IS NOT NULL THEN
        RAISE EXCEPTION 'a tenant is already entered' USING ERRCODE = 'SY003';
    END IF;
    IF credential IS NOT NULL THEN
        PERFORM directory.admit_credential(credential, tenant, needs_second, proven_seconds);
    END IF;
    SELECT t.settings_revision INTO settings_revision FROM directory.tenant t WHERE t.id = tenant AND t.status = 'active';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such tenant' USING ERRCODE = 'SY001';
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

-- What an older program asks: it knows no exceptions, so none are made.
CREATE OR REPLACE FUNCTION switchyard.enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint,
    roles text[], OUT entered_at timestamptz, OUT settings_revision bigint, OUT person_role text)
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.entered_at, e.settings_revision, e.person_role
    FROM switchyard.enter_tenant(tenant, credential, person, source, source_revision, roles, true, NULL) e
$$;

REVOKE ALL ON FUNCTION directory.second_factor_is_demanded, directory.second_factor_of, directory.begin_second_factor,
    directory.confirm_second_factor, directory.take_second_factor_step, directory.take_recovery_code,
    directory.replace_recovery_codes, directory.remove_second_factor, directory.replace_session, directory.admit_credential,
    switchyard.enter_tenant(uuid, uuid, uuid, uuid, bigint, text[], boolean, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory.second_factor_of, directory.begin_second_factor, directory.confirm_second_factor,
    directory.take_second_factor_step, directory.take_recovery_code, directory.replace_recovery_codes,
    directory.remove_second_factor, directory.replace_session TO switchyard_api;
GRANT EXECUTE ON FUNCTION directory.admit_credential,
    switchyard.enter_tenant(uuid, uuid, uuid, uuid, bigint, text[], boolean, bigint) TO switchyard_api, switchyard_worker;
