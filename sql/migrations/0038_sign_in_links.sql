-- Links by which people choose a password: sent to whom an administrator invites, and to whoever asks for it. Asking writes the
-- same row whether or not anybody is known by that address; who it is for is found out when it is sent.
CREATE TABLE directory.sign_in_link (
    id uuid NOT NULL CONSTRAINT sign_in_link_pkey PRIMARY KEY,
    purpose text NOT NULL CONSTRAINT sign_in_link_purpose_known CHECK (purpose IN ('invitation', 'reset')),
    hash bytea NOT NULL CONSTRAINT sign_in_link_hash_taken UNIQUE CONSTRAINT sign_in_link_hash_length CHECK (length(hash) = 32),
    -- who was invited, or the name that somebody gave
    person_id uuid CONSTRAINT sign_in_link_person REFERENCES directory.person (id),
    login_hash bytea,
    asked_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    -- used, or worth nothing since another one was
    used_at timestamptz,
    -- when its mail is sent next; null when nothing is left to send
    send_at timestamptz,
    attempts smallint NOT NULL,
    code text CONSTRAINT sign_in_link_code_length CHECK (length(code) BETWEEN 1 AND 100),
    CONSTRAINT sign_in_link_for_one CHECK ((person_id IS NULL) <> (login_hash IS NULL))
);
CREATE INDEX sign_in_link_due ON directory.sign_in_link (send_at) WHERE send_at IS NOT NULL;
CREATE INDEX sign_in_link_expires ON directory.sign_in_link (expires_at);
CREATE INDEX sign_in_link_of_person ON directory.sign_in_link (person_id) WHERE used_at IS NULL;
CREATE INDEX sign_in_link_of_login ON directory.sign_in_link (login_hash) WHERE used_at IS NULL;
SELECT migration.make_directory_table('directory.sign_in_link');

CREATE FUNCTION directory.ask_link(link uuid, wanted_purpose text, token bytea, person uuid, login bytea, at timestamptz,
    ends timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO directory.sign_in_link (id, purpose, hash, person_id, login_hash, asked_at, expires_at, send_at, attempts)
    VALUES (link, wanted_purpose, token, person, login, at, ends, at, 0)
$$;

-- Whom a link is for that is still good: somebody active, who has the name now that it was asked for.
CREATE FUNCTION directory.link_by_hash(wanted bytea, at timestamptz) RETURNS TABLE (id uuid, purpose text, person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT l.id, l.purpose, p.id FROM directory.sign_in_link l
        JOIN directory.person p ON p.id = l.person_id OR p.login_hash = l.login_hash
        WHERE l.hash = wanted AND l.used_at IS NULL AND l.expires_at > at AND p.status = 'active';
END $$;

-- Once: whoever comes second finds nothing.
CREATE FUNCTION directory.use_link(wanted bytea, at timestamptz) RETURNS TABLE (id uuid, person_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY UPDATE directory.sign_in_link l SET used_at = at, send_at = NULL FROM directory.person p
        WHERE l.hash = wanted AND l.used_at IS NULL AND l.expires_at > at AND p.status = 'active'
          AND (p.id = l.person_id OR p.login_hash = l.login_hash)
        RETURNING l.id, p.id;
END $$;

-- One whose mail is due: nobody else has it for so many seconds. Nobody's (person null) where nobody is known by the name, and
-- then nothing is left to send.
CREATE FUNCTION directory.take_due_link(at timestamptz, lease_seconds bigint)
RETURNS TABLE (id uuid, purpose text, person_id uuid, asked_at timestamptz, attempts smallint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT l.id, l.purpose, l.asked_at, l.attempts + 1 INTO id, purpose, asked_at, attempts FROM directory.sign_in_link l
    WHERE l.send_at <= at ORDER BY l.send_at LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT p.id INTO person_id FROM directory.sign_in_link l
    JOIN directory.person p ON p.id = l.person_id OR p.login_hash = l.login_hash
    WHERE l.id = take_due_link.id AND l.used_at IS NULL AND l.expires_at > at AND p.status = 'active';
    UPDATE directory.sign_in_link l SET attempts = take_due_link.attempts,
        send_at = CASE WHEN take_due_link.person_id IS NOT NULL THEN at + make_interval(secs => lease_seconds) END
    WHERE l.id = take_due_link.id;
    RETURN NEXT;
END $$;

-- What became of an attempt, unless somebody else has it by now.
CREATE FUNCTION directory.conclude_link(link uuid, attempt bigint, again_at timestamptz, word text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE directory.sign_in_link l SET code = word,
        send_at = CASE WHEN l.used_at IS NULL AND again_at < l.expires_at THEN again_at END
    WHERE l.id = link AND l.attempts = attempt;
    RETURN FOUND;
END $$;

CREATE FUNCTION directory.purge_links(before timestamptz, rows_max bigint) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH old AS MATERIALIZED (SELECT l.id FROM directory.sign_in_link l WHERE l.expires_at < before ORDER BY l.expires_at LIMIT rows_max),
        gone AS (DELETE FROM directory.sign_in_link l USING old o WHERE l.id = o.id RETURNING 1)
    SELECT count(*) FROM gone
$$;

-- As before, and: no link that was sent before is good any more.
CREATE OR REPLACE FUNCTION directory.set_password(person uuid, fresh bytea, at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    login bytea;
BEGIN
    SELECT p.login_hash INTO login FROM directory.person p WHERE p.id = person AND p.status = 'active' FOR SHARE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO directory.password AS w (person_id, sealed, changed_at) VALUES (person, fresh, at)
    ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed,
        changed_at = greatest(excluded.changed_at, w.changed_at + interval '1 microsecond');
    UPDATE directory.session s SET ended_at = at WHERE s.person_id = person AND s.ended_at IS NULL;
    UPDATE directory.sign_in_link l SET used_at = at, send_at = NULL
    WHERE l.used_at IS NULL AND (l.person_id = person OR l.login_hash = login);
    RETURN true;
END $$;

REVOKE ALL ON FUNCTION directory.ask_link, directory.link_by_hash, directory.use_link, directory.take_due_link,
    directory.conclude_link, directory.purge_links FROM PUBLIC;
GRANT EXECUTE ON FUNCTION directory.ask_link, directory.link_by_hash, directory.use_link TO switchyard_api;
GRANT EXECUTE ON FUNCTION directory.take_due_link, directory.conclude_link, directory.purge_links TO switchyard_worker;
