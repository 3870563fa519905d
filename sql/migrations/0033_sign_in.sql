-- People sign in: a password each, the sessions that come of it, and the tries that did not. Credentials cannot be read, only
-- asked for by what the caller knows of them; a session that has ended is gone with the next request.
CREATE TABLE directory.password (
    person_id uuid NOT NULL CONSTRAINT password_pkey PRIMARY KEY CONSTRAINT password_person REFERENCES directory.person (id),
    -- argon2id as text, sealed with the operator's key: a copy of the database alone gives nothing to guess against
    sealed bytea NOT NULL,
    changed_at timestamptz NOT NULL
);

-- 256 random bits refer to a row; only the SHA-256 of the whole text is here.
CREATE TABLE directory.session (
    id uuid NOT NULL CONSTRAINT session_pkey PRIMARY KEY,
    hash bytea NOT NULL CONSTRAINT session_hash_taken UNIQUE CONSTRAINT session_hash_length CHECK (length(hash) = 32),
    person_id uuid NOT NULL CONSTRAINT session_person REFERENCES directory.person (id),
    -- by what its owner knows it again, sealed
    client bytea NOT NULL,
    opened_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    idle_seconds integer NOT NULL CONSTRAINT session_idle_positive CHECK (idle_seconds > 0),
    ended_at timestamptz
);
CREATE INDEX session_of_person ON directory.session (person_id) WHERE ended_at IS NULL;
CREATE INDEX session_expires ON directory.session (expires_at);

-- Tries of one account from one place, both as keyed hashes; whether there is such an account is not asked.
CREATE TABLE directory.sign_in_throttle (
    account bytea NOT NULL,
    place bytea NOT NULL,
    id uuid NOT NULL,
    tries integer NOT NULL,
    next_at timestamptz NOT NULL,
    tried_at timestamptz NOT NULL,
    CONSTRAINT sign_in_throttle_pkey PRIMARY KEY (account, place)
);
CREATE INDEX sign_in_throttle_tried ON directory.sign_in_throttle (tried_at);

DO $$ DECLARE name text; BEGIN
    FOREACH name IN ARRAY ARRAY['password', 'session', 'sign_in_throttle'] LOOP
        PERFORM migration.make_directory_table(format('directory.%I', name)::regclass);
    END LOOP;
END $$;
GRANT SELECT, INSERT, DELETE, UPDATE (tries, next_at, tried_at) ON directory.sign_in_throttle TO switchyard_api;
GRANT SELECT, DELETE ON directory.sign_in_throttle TO switchyard_worker;

CREATE FUNCTION directory.lives(s directory.session) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT s.ended_at IS NULL AND s.expires_at > now() AND s.seen_at > now() - make_interval(secs => s.idle_seconds)
$$;

-- By the name somebody signs in with, or by who they are.
CREATE FUNCTION directory.password_of(login bytea, person uuid)
RETURNS TABLE (person_id uuid, sealed bytea, changed_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT w.person_id, w.sealed, w.changed_at FROM directory.person p JOIN directory.password w ON w.person_id = p.id
        WHERE (p.login_hash = login OR p.id = person) AND p.status = 'active';
END $$;

-- Whoever was signed in is so no longer. False where there is nobody active.
CREATE FUNCTION directory.set_password(person uuid, fresh bytea, at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM directory.person p WHERE p.id = person AND p.status = 'active' FOR SHARE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO directory.password AS w (person_id, sealed, changed_at) VALUES (person, fresh, at)
    ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed,
        changed_at = greatest(excluded.changed_at, w.changed_at + interval '1 microsecond');
    UPDATE directory.session s SET ended_at = at WHERE s.person_id = person AND s.ended_at IS NULL;
    RETURN true;
END $$;

-- For whoever showed the password of that instant: it is held while the session is made, so that one which is replaced
-- meanwhile ends this session as well, or stops it. The session unused longest makes room.
CREATE FUNCTION directory.open_session(session uuid, token bytea, person uuid, shown timestamptz, client bytea, at timestamptz,
    ends timestamptz, idle bigint, live_max bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM directory.password w JOIN directory.person p ON p.id = w.person_id
    WHERE w.person_id = person AND w.changed_at = shown AND p.status = 'active' FOR NO KEY UPDATE OF w;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE directory.session s SET ended_at = at WHERE s.person_id = person AND s.ended_at IS NULL AND s.id NOT IN (
        SELECT x.id FROM directory.session x WHERE x.person_id = person AND x.ended_at IS NULL
        ORDER BY x.seen_at DESC, x.id DESC LIMIT live_max - 1);
    INSERT INTO directory.session (id, hash, person_id, client, opened_at, seen_at, expires_at, idle_seconds)
    VALUES (session, token, person, client, at, at, ends, idle::integer);
    RETURN true;
END $$;

-- Whose session is it? Asking counts as using it, written down at most once a minute.
CREATE FUNCTION directory.session_by_hash(wanted bytea) RETURNS TABLE (id uuid, person_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT s.id, s.person_id INTO id, person_id FROM directory.session s JOIN directory.person p ON p.id = s.person_id
    WHERE s.hash = wanted AND directory.lives(s) AND p.status = 'active';
    IF NOT FOUND THEN
        RETURN;
    END IF;
    UPDATE directory.session s SET seen_at = now() WHERE s.id = session_by_hash.id AND s.seen_at < now() - interval '1 minute';
    RETURN NEXT;
END $$;

CREATE FUNCTION directory.live_sessions(person uuid)
RETURNS TABLE (id uuid, client bytea, opened_at timestamptz, seen_at timestamptz, expires_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT s.id, s.client, s.opened_at, s.seen_at, s.expires_at FROM directory.session s
        WHERE s.person_id = person AND directory.lives(s) ORDER BY s.seen_at DESC, s.id DESC LIMIT 100;
END $$;

-- One of a person's sessions, or all of them (null); answers how many lived.
CREATE FUNCTION directory.end_sessions(person uuid, session uuid, at timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH ended AS (UPDATE directory.session s SET ended_at = at
        WHERE s.person_id = person AND (session IS NULL OR s.id = session) AND directory.lives(s) RETURNING 1)
    SELECT count(*) FROM ended
$$;

CREATE FUNCTION directory.purge_sessions(before timestamptz, rows_max bigint) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH old AS MATERIALIZED (SELECT s.id FROM directory.session s WHERE s.expires_at < before ORDER BY s.expires_at LIMIT rows_max),
        gone AS (DELETE FROM directory.session s USING old o WHERE s.id = o.id RETURNING 1)
    SELECT count(*) FROM gone
$$;

-- As before, and for sessions.
CREATE OR REPLACE FUNCTION directory.credential_is_live(wanted uuid, entering uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM directory.api_key k LEFT JOIN directory.person p ON p.id = k.person_id
        WHERE k.id = wanted AND (entering IS NULL OR k.tenant_id IS NULL OR k.tenant_id = entering)
          AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
          AND (k.person_id IS NULL OR p.status = 'active')) THEN
        RETURN true;
    END IF;
    RETURN EXISTS (SELECT FROM directory.session s JOIN directory.person p ON p.id = s.person_id
        WHERE s.id = wanted AND directory.lives(s) AND p.status = 'active');
END $$;

REVOKE ALL ON FUNCTION directory.lives, directory.password_of, directory.set_password, directory.open_session,
    directory.session_by_hash, directory.live_sessions, directory.end_sessions, directory.purge_sessions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory.password_of, directory.set_password, directory.open_session, directory.session_by_hash,
    directory.live_sessions, directory.end_sessions TO switchyard_api;
GRANT EXECUTE ON FUNCTION directory.purge_sessions TO switchyard_worker;
