-- What the migrations make, as pg_dump prints it. Written by scripts/schema, compared by SchemaDumpTests; not run by
-- anything. Read this, change a migration.
--
-- PostgreSQL database dump
--

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: directory; Type: SCHEMA; Schema: -; Owner: switchyard_owner
--

CREATE SCHEMA directory;

ALTER SCHEMA directory OWNER TO switchyard_owner;

--
-- Name: migration; Type: SCHEMA; Schema: -; Owner: switchyard_owner
--

CREATE SCHEMA migration;

ALTER SCHEMA migration OWNER TO switchyard_owner;

--
-- Name: switchyard; Type: SCHEMA; Schema: -; Owner: switchyard_owner
--

CREATE SCHEMA switchyard;

ALTER SCHEMA switchyard OWNER TO switchyard_owner;

--
-- Name: btree_gin; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;

--
-- Name: EXTENSION btree_gin; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION btree_gin IS 'support for indexing common datatypes in GIN';

--
-- Name: case_priority; Type: DOMAIN; Schema: switchyard; Owner: switchyard_owner
--

CREATE DOMAIN switchyard.case_priority AS smallint
	CONSTRAINT ticket_priority_range CHECK (((VALUE >= 1) AND (VALUE <= 4)));

ALTER DOMAIN switchyard.case_priority OWNER TO switchyard_owner;

--
-- Name: case_status; Type: DOMAIN; Schema: switchyard; Owner: switchyard_owner
--

CREATE DOMAIN switchyard.case_status AS text COLLATE pg_catalog."C"
	CONSTRAINT ticket_status_known CHECK ((VALUE = ANY (ARRAY['new'::text, 'open'::text, 'waiting_customer'::text, 'waiting_third_party'::text, 'waiting_client'::text, 'resolved'::text, 'closed'::text])));

ALTER DOMAIN switchyard.case_status OWNER TO switchyard_owner;

--
-- Name: cycle_state; Type: DOMAIN; Schema: switchyard; Owner: switchyard_owner
--

CREATE DOMAIN switchyard.cycle_state AS text COLLATE pg_catalog."C"
	CONSTRAINT sla_cycle_state_known CHECK ((VALUE = ANY (ARRAY['running'::text, 'paused'::text, 'fulfilled'::text, 'cancelled'::text, 'unschedulable'::text])));

ALTER DOMAIN switchyard.cycle_state OWNER TO switchyard_owner;

--
-- Name: cycle_target_seconds; Type: DOMAIN; Schema: switchyard; Owner: switchyard_owner
--

CREATE DOMAIN switchyard.cycle_target_seconds AS bigint
	CONSTRAINT sla_cycle_target_range CHECK (((VALUE >= 1) AND (VALUE <= 315360000)));

ALTER DOMAIN switchyard.cycle_target_seconds OWNER TO switchyard_owner;

--
-- Name: cycle_verdict; Type: DOMAIN; Schema: switchyard; Owner: switchyard_owner
--

CREATE DOMAIN switchyard.cycle_verdict AS text COLLATE pg_catalog."C"
	CONSTRAINT sla_cycle_verdict_known CHECK ((VALUE = ANY (ARRAY['met'::text, 'missed'::text])));

ALTER DOMAIN switchyard.cycle_verdict OWNER TO switchyard_owner;

--
-- Name: event_actor; Type: DOMAIN; Schema: switchyard; Owner: switchyard_owner
--

CREATE DOMAIN switchyard.event_actor AS text COLLATE pg_catalog."C"
	CONSTRAINT event_actor_known CHECK ((VALUE = ANY (ARRAY['operator_admin'::text, 'tenant_admin'::text, 'agent'::text, 'intake'::text, 'source'::text, 'customer'::text, 'worker'::text, 'import'::text])));

ALTER DOMAIN switchyard.event_actor OWNER TO switchyard_owner;

--
-- Name: message_author; Type: DOMAIN; Schema: switchyard; Owner: switchyard_owner
--

CREATE DOMAIN switchyard.message_author AS text COLLATE pg_catalog."C"
	CONSTRAINT message_author_known CHECK ((VALUE = ANY (ARRAY['customer'::text, 'person'::text, 'client'::text, 'system'::text])));

ALTER DOMAIN switchyard.message_author OWNER TO switchyard_owner;

--
-- Name: message_direction; Type: DOMAIN; Schema: switchyard; Owner: switchyard_owner
--

CREATE DOMAIN switchyard.message_direction AS text COLLATE pg_catalog."C"
	CONSTRAINT message_direction_known CHECK ((VALUE = ANY (ARRAY['in'::text, 'out'::text, 'note'::text])));

ALTER DOMAIN switchyard.message_direction OWNER TO switchyard_owner;

--
-- Name: support_level; Type: DOMAIN; Schema: switchyard; Owner: switchyard_owner
--

CREATE DOMAIN switchyard.support_level AS smallint
	CONSTRAINT ticket_level_range CHECK (((VALUE >= 0) AND (VALUE <= 4)));

ALTER DOMAIN switchyard.support_level OWNER TO switchyard_owner;

--
-- Name: admit_credential(uuid, uuid, boolean, bigint); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.admit_credential(wanted uuid, entering uuid, needs_second boolean, proven_seconds bigint) RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION directory.admit_credential(wanted uuid, entering uuid, needs_second boolean, proven_seconds bigint) OWNER TO switchyard_owner;

--
-- Name: api_keys(uuid); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.api_keys(wanted uuid) RETURNS TABLE(id uuid, prefix text, name text, kind text, person_id uuid, scopes text[], created_at timestamp with time zone, expires_at timestamp with time zone, revoked_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT k.id, k.prefix, k.name, k.kind, k.person_id, k.scopes, k.created_at, k.expires_at, k.revoked_at
    FROM directory.api_key k WHERE k.tenant_id IS NOT DISTINCT FROM wanted ORDER BY k.created_at, k.id LIMIT 1000
$$;

ALTER FUNCTION directory.api_keys(wanted uuid) OWNER TO switchyard_owner;

--
-- Name: ask_link(uuid, text, bytea, uuid, bytea, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.ask_link(link uuid, wanted_purpose text, token bytea, person uuid, login bytea, at timestamp with time zone, ends timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    INSERT INTO directory.sign_in_link (id, purpose, hash, person_id, login_hash, asked_at, expires_at, send_at, attempts)
    VALUES (link, wanted_purpose, token, person, login, at, ends, at, 0)
$$;

ALTER FUNCTION directory.ask_link(link uuid, wanted_purpose text, token bytea, person uuid, login bytea, at timestamp with time zone, ends timestamp with time zone) OWNER TO switchyard_owner;

--
-- Name: begin_second_factor(uuid, bytea, timestamp with time zone); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.begin_second_factor(person uuid, fresh bytea, at timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO directory.second_factor AS f (person_id, sealed, begun_at, last_step) VALUES (person, fresh, at, 0)
    ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed, begun_at = excluded.begun_at WHERE f.confirmed_at IS NULL;
    RETURN FOUND;
END $$;

ALTER FUNCTION directory.begin_second_factor(person uuid, fresh bytea, at timestamp with time zone) OWNER TO switchyard_owner;

--
-- Name: conclude_link(uuid, bigint, timestamp with time zone, text); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.conclude_link(link uuid, attempt bigint, again_at timestamp with time zone, word text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    UPDATE directory.sign_in_link l SET code = word,
        send_at = CASE WHEN l.used_at IS NULL AND again_at < l.expires_at THEN again_at END
    WHERE l.id = link AND l.attempts = attempt;
    RETURN FOUND;
END $$;

ALTER FUNCTION directory.conclude_link(link uuid, attempt bigint, again_at timestamp with time zone, word text) OWNER TO switchyard_owner;

--
-- Name: confirm_second_factor(uuid, bytea, bigint, bytea[], timestamp with time zone); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.confirm_second_factor(person uuid, shown bytea, step bigint, codes bytea[], at timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    UPDATE directory.second_factor f SET confirmed_at = at, last_step = step
    WHERE f.person_id = person AND f.sealed = shown AND f.confirmed_at IS NULL AND f.last_step < step;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO directory.recovery_code (person_id, hash) SELECT person, c FROM unnest(codes) c;
    RETURN true;
END $$;

ALTER FUNCTION directory.confirm_second_factor(person uuid, shown bytea, step bigint, codes bytea[], at timestamp with time zone) OWNER TO switchyard_owner;

--
-- Name: credential_by_hash(bytea); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.credential_by_hash(wanted bytea) RETURNS TABLE(id uuid, kind text, tenant_id uuid, person_id uuid, scopes text[])
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY SELECT k.id, k.kind, k.tenant_id, k.person_id, k.scopes FROM directory.api_key k
        LEFT JOIN directory.person p ON p.id = k.person_id
        WHERE k.hash = wanted AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
          AND (k.person_id IS NULL OR p.status = 'active');
END $$;

ALTER FUNCTION directory.credential_by_hash(wanted bytea) OWNER TO switchyard_owner;

--
-- Name: credential_is_live(uuid, uuid); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.credential_is_live(wanted uuid, entering uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION directory.credential_is_live(wanted uuid, entering uuid) OWNER TO switchyard_owner;

--
-- Name: end_sessions(uuid, uuid, timestamp with time zone); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.end_sessions(person uuid, session uuid, at timestamp with time zone) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    ended bigint;
BEGIN
    PERFORM FROM directory.password w WHERE w.person_id = person FOR NO KEY UPDATE;
    UPDATE directory.session s SET ended_at = at
    WHERE s.person_id = person AND (session IS NULL OR s.id = session) AND directory.lives(s);
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;

ALTER FUNCTION directory.end_sessions(person uuid, session uuid, at timestamp with time zone) OWNER TO switchyard_owner;

--
-- Name: link_by_hash(bytea, timestamp with time zone); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.link_by_hash(wanted bytea, at timestamp with time zone) RETURNS TABLE(id uuid, purpose text, person_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY SELECT l.id, l.purpose, p.id FROM directory.sign_in_link l
        JOIN directory.person p ON p.id = l.person_id OR p.login_hash = l.login_hash
        WHERE l.hash = wanted AND l.used_at IS NULL AND l.expires_at > at AND p.status = 'active';
END $$;

ALTER FUNCTION directory.link_by_hash(wanted bytea, at timestamp with time zone) OWNER TO switchyard_owner;

--
-- Name: live_sessions(uuid); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.live_sessions(person uuid) RETURNS TABLE(id uuid, client bytea, opened_at timestamp with time zone, seen_at timestamp with time zone, expires_at timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY SELECT s.id, s.client, s.opened_at, s.seen_at, s.expires_at FROM directory.session s
        WHERE s.person_id = person AND directory.lives(s) ORDER BY s.seen_at DESC, s.id DESC LIMIT 100;
END $$;

ALTER FUNCTION directory.live_sessions(person uuid) OWNER TO switchyard_owner;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: session; Type: TABLE; Schema: directory; Owner: switchyard_owner
--

CREATE TABLE directory.session (
    id uuid NOT NULL,
    hash bytea NOT NULL,
    person_id uuid NOT NULL,
    client bytea NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    idle_seconds integer NOT NULL,
    ended_at timestamp with time zone,
    proven_at timestamp with time zone NOT NULL,
    second_at timestamp with time zone,
    CONSTRAINT session_hash_length CHECK ((length(hash) = 32)),
    CONSTRAINT session_idle_positive CHECK ((idle_seconds > 0))
);
ALTER TABLE ONLY directory.session ALTER COLUMN client SET STATISTICS 0;

ALTER TABLE directory.session OWNER TO switchyard_owner;

--
-- Name: lives(directory.session); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.lives(s directory.session) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT s.ended_at IS NULL AND s.expires_at > now() AND s.seen_at > now() - make_interval(secs => s.idle_seconds)
$$;

ALTER FUNCTION directory.lives(s directory.session) OWNER TO switchyard_owner;

--
-- Name: open_session(uuid, bytea, uuid, timestamp with time zone, bytea, timestamp with time zone, timestamp with time zone, bigint, bigint); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.open_session(session uuid, token bytea, person uuid, shown timestamp with time zone, client bytea, at timestamp with time zone, ends timestamp with time zone, idle bigint, live_max bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION directory.open_session(session uuid, token bytea, person uuid, shown timestamp with time zone, client bytea, at timestamp with time zone, ends timestamp with time zone, idle bigint, live_max bigint) OWNER TO switchyard_owner;

--
-- Name: password_of(bytea, uuid); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.password_of(login bytea, person uuid) RETURNS TABLE(person_id uuid, sealed bytea, changed_at timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY SELECT w.person_id, w.sealed, w.changed_at FROM directory.person p JOIN directory.password w ON w.person_id = p.id
        WHERE (p.login_hash = login OR p.id = person) AND p.status = 'active';
END $$;

ALTER FUNCTION directory.password_of(login bytea, person uuid) OWNER TO switchyard_owner;

--
-- Name: purge_links(timestamp with time zone, bigint); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.purge_links(before timestamp with time zone, rows_max bigint) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    WITH old AS MATERIALIZED (SELECT l.id FROM directory.sign_in_link l WHERE l.expires_at < before ORDER BY l.expires_at LIMIT rows_max),
        gone AS (DELETE FROM directory.sign_in_link l USING old o WHERE l.id = o.id RETURNING 1)
    SELECT count(*) FROM gone
$$;

ALTER FUNCTION directory.purge_links(before timestamp with time zone, rows_max bigint) OWNER TO switchyard_owner;

--
-- Name: purge_sessions(timestamp with time zone, bigint); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.purge_sessions(before timestamp with time zone, rows_max bigint) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    WITH old AS MATERIALIZED (SELECT s.id FROM directory.session s WHERE s.expires_at < before ORDER BY s.expires_at LIMIT rows_max),
        gone AS (DELETE FROM directory.session s USING old o WHERE s.id = o.id RETURNING 1)
    SELECT count(*) FROM gone
$$;

ALTER FUNCTION directory.purge_sessions(before timestamp with time zone, rows_max bigint) OWNER TO switchyard_owner;

--
-- Name: remove_second_factor(uuid, uuid, timestamp with time zone); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.remove_second_factor(person uuid, kept uuid, at timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION directory.remove_second_factor(person uuid, kept uuid, at timestamp with time zone) OWNER TO switchyard_owner;

--
-- Name: replace_recovery_codes(uuid, bytea[]); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.replace_recovery_codes(person uuid, codes bytea[]) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    PERFORM FROM directory.second_factor f WHERE f.person_id = person AND f.confirmed_at IS NOT NULL FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    DELETE FROM directory.recovery_code c WHERE c.person_id = person;
    INSERT INTO directory.recovery_code (person_id, hash) SELECT person, c FROM unnest(codes) c;
    RETURN true;
END $$;

ALTER FUNCTION directory.replace_recovery_codes(person uuid, codes bytea[]) OWNER TO switchyard_owner;

--
-- Name: replace_session(uuid, uuid, bytea, bytea, timestamp with time zone, boolean); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.replace_session(old uuid, fresh uuid, token bytea, client bytea, at timestamp with time zone, has_shown_second boolean) RETURNS timestamp with time zone
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION directory.replace_session(old uuid, fresh uuid, token bytea, client bytea, at timestamp with time zone, has_shown_second boolean) OWNER TO switchyard_owner;

--
-- Name: revoke_api_key(uuid, uuid); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.revoke_api_key(key uuid, tenant uuid) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    WITH revoked AS (UPDATE directory.api_key SET revoked_at = coalesce(revoked_at, now())
        WHERE id = key AND tenant_id IS NOT DISTINCT FROM tenant RETURNING 1)
    SELECT EXISTS (SELECT FROM revoked)
$$;

ALTER FUNCTION directory.revoke_api_key(key uuid, tenant uuid) OWNER TO switchyard_owner;

--
-- Name: rotate_source_secret(uuid, bytea); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.rotate_source_secret(source uuid, fresh bytea) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    UPDATE directory.source s SET revision = s.revision + 1 WHERE s.id = source;
    DELETE FROM directory.source_secret WHERE source_id = source AND slot = 2;
    UPDATE directory.source_secret SET slot = 2 WHERE source_id = source AND slot = 1;
    INSERT INTO directory.source_secret VALUES (source, 1, fresh, now());
END $$;

ALTER FUNCTION directory.rotate_source_secret(source uuid, fresh bytea) OWNER TO switchyard_owner;

--
-- Name: second_factor_is_demanded(uuid); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.second_factor_is_demanded(person uuid) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT EXISTS (SELECT FROM directory.access_grant g JOIN directory.factor_demand d
            ON d.role = g.role AND (d.tenant_id IS NULL OR d.tenant_id = g.tenant_id)
        WHERE g.person_id = person AND g.valid_from <= now() AND (g.valid_until IS NULL OR g.valid_until > now()))
$$;

ALTER FUNCTION directory.second_factor_is_demanded(person uuid) OWNER TO switchyard_owner;

--
-- Name: second_factor_of(uuid, uuid); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.second_factor_of(person uuid, session uuid) RETURNS TABLE(sealed bytea, confirmed_at timestamp with time zone, codes bigint, is_demanded boolean, shown_at timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    SELECT f.sealed, f.confirmed_at INTO sealed, confirmed_at FROM directory.second_factor f WHERE f.person_id = person;
    SELECT count(*) INTO codes FROM directory.recovery_code c WHERE c.person_id = person;
    is_demanded := directory.second_factor_is_demanded(person);
    SELECT s.second_at INTO shown_at FROM directory.session s WHERE s.id = session AND s.person_id = person;
    RETURN NEXT;
END $$;

ALTER FUNCTION directory.second_factor_of(person uuid, session uuid) OWNER TO switchyard_owner;

--
-- Name: session_by_hash(bytea); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.session_by_hash(wanted bytea) RETURNS TABLE(id uuid, person_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    SELECT s.id, s.person_id INTO id, person_id FROM directory.session s JOIN directory.person p ON p.id = s.person_id
    WHERE s.hash = wanted AND directory.lives(s) AND p.status = 'active';
    IF NOT FOUND THEN
        RETURN;
    END IF;
    UPDATE directory.session s SET seen_at = now() WHERE s.id = session_by_hash.id AND s.seen_at < now() - interval '1 minute';
    RETURN NEXT;
END $$;

ALTER FUNCTION directory.session_by_hash(wanted bytea) OWNER TO switchyard_owner;

--
-- Name: set_password(uuid, bytea, timestamp with time zone); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.set_password(person uuid, fresh bytea, at timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION directory.set_password(person uuid, fresh bytea, at timestamp with time zone) OWNER TO switchyard_owner;

--
-- Name: source_by_address(text); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.source_by_address(wanted text) RETURNS TABLE(id uuid, tenant_id uuid, revision bigint, sealed bytea[])
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY SELECT s.id, s.tenant_id, s.revision,
            ARRAY(SELECT x.sealed FROM directory.source_secret x WHERE x.source_id = s.id ORDER BY x.slot)
        FROM directory.source s JOIN directory.tenant t ON t.id = s.tenant_id
        WHERE s.address = wanted AND s.status = 'active' AND t.status = 'active';
END $$;

ALTER FUNCTION directory.source_by_address(wanted text) OWNER TO switchyard_owner;

--
-- Name: take_due_link(timestamp with time zone, bigint); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.take_due_link(at timestamp with time zone, lease_seconds bigint) RETURNS TABLE(id uuid, purpose text, person_id uuid, asked_at timestamp with time zone, attempts smallint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION directory.take_due_link(at timestamp with time zone, lease_seconds bigint) OWNER TO switchyard_owner;

--
-- Name: take_recovery_code(uuid, bytea); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.take_recovery_code(person uuid, code bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    DELETE FROM directory.recovery_code c WHERE c.person_id = person AND c.hash = code;
    RETURN FOUND;
END $$;

ALTER FUNCTION directory.take_recovery_code(person uuid, code bytea) OWNER TO switchyard_owner;

--
-- Name: take_second_factor_step(uuid, bytea, bigint); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.take_second_factor_step(person uuid, shown bytea, step bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    UPDATE directory.second_factor f SET last_step = step
    WHERE f.person_id = person AND f.sealed = shown AND f.confirmed_at IS NOT NULL AND f.last_step < step;
    RETURN FOUND;
END $$;

ALTER FUNCTION directory.take_second_factor_step(person uuid, shown bytea, step bigint) OWNER TO switchyard_owner;

--
-- Name: use_link(bytea, timestamp with time zone); Type: FUNCTION; Schema: directory; Owner: switchyard_owner
--

CREATE FUNCTION directory.use_link(wanted bytea, at timestamp with time zone) RETURNS TABLE(id uuid, person_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY UPDATE directory.sign_in_link l SET used_at = at, send_at = NULL FROM directory.person p
        WHERE l.hash = wanted AND l.used_at IS NULL AND l.expires_at > at AND p.status = 'active'
          AND (p.id = l.person_id OR p.login_hash = l.login_hash)
        RETURNING l.id, p.id;
END $$;

ALTER FUNCTION directory.use_link(wanted bytea, at timestamp with time zone) OWNER TO switchyard_owner;

--
-- Name: make_directory_table(regclass); Type: FUNCTION; Schema: migration; Owner: switchyard_owner
--

CREATE FUNCTION migration.make_directory_table(target regclass) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO migration.table_family VALUES (target::text, 'directory');
END $$;

ALTER FUNCTION migration.make_directory_table(target regclass) OWNER TO switchyard_owner;

--
-- Name: make_queue_table(regclass, text[]); Type: FUNCTION; Schema: migration; Owner: switchyard_owner
--

CREATE FUNCTION migration.make_queue_table(target regclass, rights text[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    PERFORM migration.make_tenant_table(target, rights);
    EXECUTE format('CREATE POLICY dispatch ON %s TO switchyard_dispatcher USING (true) WITH CHECK (true)', target);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON %s TO switchyard_dispatcher', target);
    EXECUTE (SELECT format('GRANT UPDATE (%s) ON %s TO switchyard_dispatcher',
        string_agg(quote_ident(attname), ', ' ORDER BY attnum), target) FROM pg_attribute
        WHERE attrelid = target AND attnum > 0 AND NOT attisdropped AND attname <> 'tenant_id');
    UPDATE migration.table_family SET family = 'queue' WHERE table_name = target::text;
END $$;

ALTER FUNCTION migration.make_queue_table(target regclass, rights text[]) OWNER TO switchyard_owner;

--
-- Name: make_searchable(regclass); Type: FUNCTION; Schema: migration; Owner: switchyard_owner
--

CREATE FUNCTION migration.make_searchable(target regclass) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    EXECUTE format('CREATE POLICY search ON %s FOR SELECT TO switchyard_search USING (true)', target);
    EXECUTE format('GRANT SELECT ON %s TO switchyard_search', target);
END $$;

ALTER FUNCTION migration.make_searchable(target regclass) OWNER TO switchyard_owner;

--
-- Name: make_tenant_table(regclass, text[]); Type: FUNCTION; Schema: migration; Owner: switchyard_owner
--

CREATE FUNCTION migration.make_tenant_table(target regclass, rights text[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
DECLARE
    role_name text;
    columns text := (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
                     WHERE attrelid = target AND attnum > 0 AND NOT attisdropped AND attname <> 'tenant_id');
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
    EXECUTE format($policy$CREATE POLICY wall ON %s TO switchyard_api, switchyard_worker
        USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
        WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)$policy$, target);
    FOREACH role_name IN ARRAY ARRAY['switchyard_api', 'switchyard_worker'] LOOP
        EXECUTE format('GRANT SELECT ON %s TO %I', target, role_name);
        IF 'insert' = ANY (rights) THEN EXECUTE format('GRANT INSERT ON %s TO %I', target, role_name); END IF;
        IF 'delete' = ANY (rights) THEN EXECUTE format('GRANT DELETE ON %s TO %I', target, role_name); END IF;
        IF 'update' = ANY (rights) THEN EXECUTE format('GRANT UPDATE (%s) ON %s TO %I', columns, target, role_name); END IF;
    END LOOP;
    INSERT INTO migration.table_family VALUES (target::text, 'tenant');
END $_$;

ALTER FUNCTION migration.make_tenant_table(target regclass, rights text[]) OWNER TO switchyard_owner;

--
-- Name: await_turn(text); Type: FUNCTION; Schema: switchyard; Owner: switchyard_owner
--

CREATE FUNCTION switchyard.await_turn(place text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    turn constant bigint := hashtextextended(place, 0);
    usual constant text := current_setting('lock_timeout');
BEGIN
    IF pg_try_advisory_xact_lock(turn) THEN
        RETURN;
    END IF;
    BEGIN
        PERFORM set_config('lock_timeout', '2s', true);
        PERFORM pg_advisory_xact_lock(turn);
        PERFORM set_config('lock_timeout', usual, true);
    EXCEPTION WHEN lock_not_available THEN
        RAISE EXCEPTION 'a request under this key is under way' USING ERRCODE = 'SY008';
    END;
END $$;

ALTER FUNCTION switchyard.await_turn(place text) OWNER TO switchyard_owner;

--
-- Name: desk_people(smallint, timestamp with time zone); Type: FUNCTION; Schema: switchyard; Owner: switchyard_owner
--

CREATE FUNCTION switchyard.desk_people(desk_level smallint, at timestamp with time zone) RETURNS TABLE(person_id uuid, profile bytea, language text, role text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION switchyard.desk_people(desk_level smallint, at timestamp with time zone) OWNER TO switchyard_owner;

--
-- Name: duty_grants(uuid[], timestamp with time zone); Type: FUNCTION; Schema: switchyard; Owner: switchyard_owner
--

CREATE FUNCTION switchyard.duty_grants(wanted uuid[], at timestamp with time zone) RETURNS TABLE(person_id uuid, profile bytea, language text, role text, level smallint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY SELECT p.id, p.profile, p.language, g.role, g.level
        FROM directory.person p JOIN directory.access_grant g ON g.person_id = p.id
        WHERE p.id = ANY (wanted) AND p.status = 'active'
          AND g.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
          AND g.valid_from <= at AND (g.valid_until IS NULL OR g.valid_until > at)
        ORDER BY p.id, g.level DESC NULLS LAST, g.id LIMIT 10000;
END $$;

ALTER FUNCTION switchyard.duty_grants(wanted uuid[], at timestamp with time zone) OWNER TO switchyard_owner;

--
-- Name: enter_tenant(uuid, uuid, uuid, uuid, bigint); Type: FUNCTION; Schema: switchyard; Owner: switchyard_owner
--

CREATE FUNCTION switchyard.enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint, OUT entered_at timestamp with time zone, OUT settings_revision bigint, OUT person_role text, OUT person_level smallint) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION switchyard.enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint, OUT entered_at timestamp with time zone, OUT settings_revision bigint, OUT person_role text, OUT person_level smallint) OWNER TO switchyard_owner;

--
-- Name: enter_tenant(uuid, uuid, uuid, uuid, bigint, text[]); Type: FUNCTION; Schema: switchyard; Owner: switchyard_owner
--

CREATE FUNCTION switchyard.enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint, roles text[], OUT entered_at timestamp with time zone, OUT settings_revision bigint, OUT person_role text) RETURNS record
    LANGUAGE sql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    SELECT e.entered_at, e.settings_revision, e.person_role
    FROM switchyard.enter_tenant(tenant, credential, person, source, source_revision, roles, true, NULL) e
$$;

ALTER FUNCTION switchyard.enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint, roles text[], OUT entered_at timestamp with time zone, OUT settings_revision bigint, OUT person_role text) OWNER TO switchyard_owner;

--
-- Name: enter_tenant(uuid, uuid, uuid, uuid, bigint, text[], boolean, bigint); Type: FUNCTION; Schema: switchyard; Owner: switchyard_owner
--

CREATE FUNCTION switchyard.enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint, roles text[], needs_second boolean, proven_seconds bigint, OUT entered_at timestamp with time zone, OUT settings_revision bigint, OUT person_role text) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
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

ALTER FUNCTION switchyard.enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint, roles text[], needs_second boolean, proven_seconds bigint, OUT entered_at timestamp with time zone, OUT settings_revision bigint, OUT person_role text) OWNER TO switchyard_owner;

--
-- Name: hold_jobs(text, timestamp with time zone, uuid); Type: FUNCTION; Schema: switchyard; Owner: switchyard_dispatcher
--

CREATE FUNCTION switchyard.hold_jobs(held_kind text, at timestamp with time zone, act uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF nullif(current_setting('app.tenant', true), '') IS NOT NULL THEN
        RAISE EXCEPTION 'work is held for all tenants together' USING ERRCODE = 'SY003';
    END IF;
    INSERT INTO switchyard.job_kind_hold (kind, held_at, act_id) VALUES (held_kind, at, act) ON CONFLICT (kind) DO NOTHING;
    RETURN FOUND;
END $$;

ALTER FUNCTION switchyard.hold_jobs(held_kind text, at timestamp with time zone, act uuid) OWNER TO switchyard_dispatcher;

--
-- Name: job_caps(uuid, text, integer); Type: FUNCTION; Schema: switchyard; Owner: switchyard_dispatcher
--

CREATE FUNCTION switchyard.job_caps(after_tenant uuid, after_kind text, rows_max integer) RETURNS TABLE(tenant_id uuid, kind text, running_max bigint, running bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF nullif(current_setting('app.tenant', true), '') IS NOT NULL THEN
        RAISE EXCEPTION 'caps are told of all tenants together' USING ERRCODE = 'SY003';
    END IF;
    RETURN QUERY SELECT s.tenant_id, s.kind, count(*) FILTER (WHERE NOT s.is_over), count(j.id)
        FROM switchyard.job_slot s LEFT JOIN switchyard.job j ON j.tenant_id = s.tenant_id AND j.id = s.job_id
            AND j.lease = s.lease AND j.worker_id IS NOT NULL
        WHERE after_tenant IS NULL OR (s.tenant_id, s.kind) > (after_tenant, after_kind)
        GROUP BY s.tenant_id, s.kind ORDER BY s.tenant_id, s.kind LIMIT rows_max;
END $$;

ALTER FUNCTION switchyard.job_caps(after_tenant uuid, after_kind text, rows_max integer) OWNER TO switchyard_dispatcher;

--
-- Name: job_holds(uuid, text, integer); Type: FUNCTION; Schema: switchyard; Owner: switchyard_dispatcher
--

CREATE FUNCTION switchyard.job_holds(after_tenant uuid, after_kind text, rows_max integer) RETURNS TABLE(tenant_id uuid, kind text, held_at timestamp with time zone, act_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF nullif(current_setting('app.tenant', true), '') IS NOT NULL THEN
        RAISE EXCEPTION 'holds are told of all tenants together' USING ERRCODE = 'SY003';
    END IF;
    RETURN QUERY SELECT h.tenant_id, h.kind, h.held_at, h.act_id FROM (
            SELECT NULL::uuid AS tenant_id, k.kind, k.held_at, k.act_id FROM switchyard.job_kind_hold k
            WHERE after_tenant IS NULL AND (after_kind IS NULL OR k.kind > after_kind)
            UNION ALL
            SELECT t.tenant_id, t.kind, t.held_at, t.act_id FROM switchyard.job_hold t
            WHERE after_tenant IS NULL OR (t.tenant_id, t.kind) > (after_tenant, after_kind)) h
        ORDER BY h.tenant_id NULLS FIRST, h.kind LIMIT rows_max;
END $$;

ALTER FUNCTION switchyard.job_holds(after_tenant uuid, after_kind text, rows_max integer) OWNER TO switchyard_dispatcher;

--
-- Name: job_tallies(timestamp with time zone, integer); Type: FUNCTION; Schema: switchyard; Owner: switchyard_dispatcher
--

CREATE FUNCTION switchyard.job_tallies(at timestamp with time zone, rows_max integer) RETURNS TABLE(tenant_id uuid, kind text, ready bigint, waiting bigint, blocked bigint, running bigint, dead bigint, oldest_ready timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    entered CONSTANT uuid := nullif(current_setting('app.tenant', true), '')::uuid;
BEGIN
    RETURN QUERY SELECT w.tenant_id, w.kind, sum(w.ready)::bigint, sum(w.waiting)::bigint, sum(w.blocked)::bigint,
            sum(w.running)::bigint, sum(w.dead)::bigint, min(w.oldest)
        FROM (
            SELECT j.tenant_id, j.kind, count(*) FILTER (WHERE j.worker_id IS NULL AND j.run_at <= at) AS ready,
                count(*) FILTER (WHERE j.worker_id IS NULL AND j.run_at > at) AS waiting,
                count(*) FILTER (WHERE j.run_at IS NULL) AS blocked, count(j.worker_id) AS running, 0 AS dead,
                min(j.run_at) FILTER (WHERE j.worker_id IS NULL AND j.run_at <= at) AS oldest
            FROM switchyard.job j WHERE entered IS NULL OR j.tenant_id = entered GROUP BY j.tenant_id, j.kind
            UNION ALL
            SELECT d.tenant_id, d.kind, 0, 0, 0, 0, count(*), NULL FROM switchyard.job_dead d
            WHERE entered IS NULL OR d.tenant_id = entered GROUP BY d.tenant_id, d.kind) w
        GROUP BY w.tenant_id, w.kind ORDER BY 3 DESC, 7 DESC, 1, 2 LIMIT rows_max;
END $$;

ALTER FUNCTION switchyard.job_tallies(at timestamp with time zone, rows_max integer) OWNER TO switchyard_dispatcher;

--
-- Name: oldest_snapshot(); Type: FUNCTION; Schema: switchyard; Owner: switchyard_owner
--

CREATE FUNCTION switchyard.oldest_snapshot(OUT seconds double precision, OUT holder text) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF nullif(current_setting('app.tenant', true), '') IS NOT NULL THEN
        RAISE EXCEPTION 'snapshots are of all tenants together' USING ERRCODE = 'SY003';
    END IF;
    SELECT extract(epoch FROM clock_timestamp() - s.since), s.holder INTO seconds, holder FROM (
        SELECT a.xact_start AS since, concat_ws(' ', 'pid', a.pid, a.usename, nullif(a.application_name, '')) AS holder
        FROM pg_stat_activity a WHERE (a.backend_xmin IS NOT NULL OR a.backend_xid IS NOT NULL) AND a.pid <> pg_backend_pid()
            AND a.datname = current_database() AND a.backend_type = 'client backend'
        UNION ALL
        SELECT p.prepared, concat_ws(' ', 'prepared', p.gid) FROM pg_prepared_xacts p WHERE p.database = current_database()
    ) s WHERE s.since IS NOT NULL ORDER BY s.since LIMIT 1;
    seconds := coalesce(seconds, 0);
END $$;

ALTER FUNCTION switchyard.oldest_snapshot(OUT seconds double precision, OUT holder text) OWNER TO switchyard_owner;

--
-- Name: release_jobs(text); Type: FUNCTION; Schema: switchyard; Owner: switchyard_dispatcher
--

CREATE FUNCTION switchyard.release_jobs(held_kind text) RETURNS TABLE(act_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF nullif(current_setting('app.tenant', true), '') IS NOT NULL THEN
        RAISE EXCEPTION 'work is held for all tenants together' USING ERRCODE = 'SY003';
    END IF;
    RETURN QUERY DELETE FROM switchyard.job_kind_hold k WHERE k.kind = held_kind RETURNING k.act_id;
END $$;

ALTER FUNCTION switchyard.release_jobs(held_kind text) OWNER TO switchyard_dispatcher;

--
-- Name: role_people(text, timestamp with time zone); Type: FUNCTION; Schema: switchyard; Owner: switchyard_owner
--

CREATE FUNCTION switchyard.role_people(wanted text, at timestamp with time zone) RETURNS TABLE(person_id uuid, profile bytea, language text, role text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT ON (p.id) p.id, p.profile, p.language, g.role
        FROM directory.access_grant g JOIN directory.person p ON p.id = g.person_id
        WHERE g.role = wanted AND p.status = 'active'
          AND g.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
          AND g.valid_from <= at AND (g.valid_until IS NULL OR g.valid_until > at)
        ORDER BY p.id, g.level DESC NULLS LAST, g.id LIMIT 100;
END $$;

ALTER FUNCTION switchyard.role_people(wanted text, at timestamp with time zone) OWNER TO switchyard_owner;

--
-- Name: search_solutions(text, text[], smallint[], timestamp with time zone, uuid, integer); Type: FUNCTION; Schema: switchyard; Owner: switchyard_search
--

CREATE FUNCTION switchyard.search_solutions(query text, categories text[], levels smallint[], before_at timestamp with time zone, before_id uuid, most integer) RETURNS TABLE(ticket_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
    SELECT s.ticket_id FROM switchyard.solution_search s
    WHERE s.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid AND s.tokens @@ query::tsquery
      AND (categories IS NULL OR s.category = ANY (categories))
      AND (levels IS NULL OR s.level = ANY (levels))
      AND (before_at IS NULL OR (s.written_at, s.ticket_id) < (before_at, before_id))
    ORDER BY s.written_at DESC, s.ticket_id DESC
    LIMIT least(most, 101)
$$;

ALTER FUNCTION switchyard.search_solutions(query text, categories text[], levels smallint[], before_at timestamp with time zone, before_id uuid, most integer) OWNER TO switchyard_search;

--
-- Name: search_tickets(text, text[], smallint[], smallint[], uuid, uuid, uuid, timestamp with time zone, uuid, integer); Type: FUNCTION; Schema: switchyard; Owner: switchyard_search
--

CREATE FUNCTION switchyard.search_tickets(query text, statuses text[], levels smallint[], priorities smallint[], team uuid, assignee uuid, customer uuid, before_at timestamp with time zone, before_id uuid, most integer) RETURNS TABLE(id uuid, created_at timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
    SELECT k.id, k.created_at FROM switchyard.ticket k
    WHERE k.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
      AND k.id IN (SELECT m.ticket_id FROM switchyard.message m
                   WHERE m.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid AND m.tokens @@ query::tsquery)
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

ALTER FUNCTION switchyard.search_tickets(query text, statuses text[], levels smallint[], priorities smallint[], team uuid, assignee uuid, customer uuid, before_at timestamp with time zone, before_id uuid, most integer) OWNER TO switchyard_search;

--
-- Name: team_people(uuid, smallint, timestamp with time zone); Type: FUNCTION; Schema: switchyard; Owner: switchyard_owner
--

CREATE FUNCTION switchyard.team_people(wanted uuid, wanted_level smallint, at timestamp with time zone) RETURNS TABLE(person_id uuid, profile bytea, language text, role text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY SELECT p.id, p.profile, p.language, g.role
        FROM directory.team_member m
        JOIN directory.person p ON p.id = m.person_id AND p.status = 'active'
        JOIN LATERAL (SELECT x.role FROM directory.access_grant x
            WHERE x.person_id = p.id AND x.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
              AND x.level >= wanted_level AND x.role IN ('agent', 'lead')
              AND x.valid_from <= at AND (x.valid_until IS NULL OR x.valid_until > at)
            ORDER BY x.role, x.id LIMIT 1) g ON true
        WHERE m.team_id = wanted AND m.valid_from <= at AND (m.valid_until IS NULL OR m.valid_until > at)
        ORDER BY g.role, p.id LIMIT 100;
END $$;

ALTER FUNCTION switchyard.team_people(wanted uuid, wanted_level smallint, at timestamp with time zone) OWNER TO switchyard_owner;

--
-- Name: this_tenant(); Type: FUNCTION; Schema: switchyard; Owner: switchyard_owner
--

CREATE FUNCTION switchyard.this_tenant() RETURNS TABLE(slug text, name text, zone text, language text, desk_levels smallint[], desk_teams uuid[])
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY SELECT t.slug, t.name, t.zone, t.language,
            ARRAY(SELECT d.level FROM directory.desk d WHERE d.tenant_id = t.id ORDER BY d.level),
            ARRAY(SELECT d.team_id FROM directory.desk d WHERE d.tenant_id = t.id ORDER BY d.level)
        FROM directory.tenant t WHERE t.id = nullif(current_setting('app.tenant', true), '')::uuid;
END $$;

ALTER FUNCTION switchyard.this_tenant() OWNER TO switchyard_owner;

--
-- Name: touch_settings(); Type: FUNCTION; Schema: switchyard; Owner: switchyard_owner
--

CREATE FUNCTION switchyard.touch_settings() RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
    UPDATE directory.tenant SET settings_revision = settings_revision + 1
    WHERE id = nullif(current_setting('app.tenant', true), '')::uuid
$$;

ALTER FUNCTION switchyard.touch_settings() OWNER TO switchyard_owner;

--
-- Name: turn_job_done(timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: switchyard; Owner: switchyard_owner
--

CREATE FUNCTION switchyard.turn_job_done(at timestamp with time zone, kept_from timestamp with time zone, OUT made integer, OUT dropped integer, OUT removed integer) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET lock_timeout TO '500ms'
    AS $_$
DECLARE
    days_ahead CONSTANT integer := 7;
    rows_removed_max CONSTANT integer := 50000;
    first_day CONSTANT date := (at AT TIME ZONE 'UTC')::date;
    day date;
    name text;
    begins timestamptz;
    ends timestamptz;
BEGIN
    IF nullif(current_setting('app.tenant', true), '') IS NOT NULL THEN
        RAISE EXCEPTION 'finished work is kept for all tenants together' USING ERRCODE = 'SY003';
    END IF;
    made := 0;
    dropped := 0;
    FOR name, day IN SELECT c.relname, to_date(right(c.relname, 8), 'YYYYMMDD') FROM pg_inherits i
        JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'switchyard.job_done'::regclass AND c.relname ~ '^job_done_[0-9]{8}$'
    LOOP
        CONTINUE WHEN (day + 1)::timestamp AT TIME ZONE 'UTC' > kept_from;
        EXECUTE format('DROP TABLE switchyard.%I', name);
        dropped := dropped + 1;
    END LOOP;
    FOR ahead IN 0..days_ahead LOOP
        day := first_day + ahead;
        begins := day::timestamp AT TIME ZONE 'UTC';
        ends := (day + 1)::timestamp AT TIME ZONE 'UTC';
        name := 'job_done_' || to_char(day, 'YYYYMMDD');
        CONTINUE WHEN to_regclass('switchyard.' || name) IS NOT NULL
            OR EXISTS (SELECT FROM switchyard.job_done_rest r WHERE r.finished_at >= begins AND r.finished_at < ends);
        EXECUTE format('CREATE TABLE switchyard.%I PARTITION OF switchyard.job_done FOR VALUES FROM (%L) TO (%L)',
            name, begins, ends);
        made := made + 1;
    END LOOP;
    DELETE FROM switchyard.job_done_rest r WHERE r.ctid = ANY (ARRAY(
        SELECT o.ctid FROM switchyard.job_done_rest o WHERE o.finished_at < kept_from LIMIT rows_removed_max));
    GET DIAGNOSTICS removed = ROW_COUNT;
END $_$;

ALTER FUNCTION switchyard.turn_job_done(at timestamp with time zone, kept_from timestamp with time zone, OUT made integer, OUT dropped integer, OUT removed integer) OWNER TO switchyard_owner;

--
-- Name: access_grant; Type: TABLE; Schema: directory; Owner: switchyard_owner
--

CREATE TABLE directory.access_grant (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    tenant_id uuid,
    role text NOT NULL,
    level smallint,
    valid_from timestamp with time zone NOT NULL,
    valid_until timestamp with time zone,
    skills text[] DEFAULT '{}'::text[] NOT NULL,
    languages text[] DEFAULT '{}'::text[] NOT NULL,
    clearances text[] DEFAULT '{}'::text[] NOT NULL,
    staff_profile bytea,
    CONSTRAINT access_grant_firm_role CHECK (((tenant_id IS NOT NULL) OR (role = ANY (ARRAY['admin'::text, 'operations_manager'::text, 'auditor'::text])))),
    CONSTRAINT access_grant_level_of_role CHECK (((level IS NOT NULL) = ((tenant_id IS NOT NULL) AND (role = ANY (ARRAY['operations_manager'::text, 'lead'::text, 'agent'::text]))))),
    CONSTRAINT access_grant_level_range CHECK (((level >= 1) AND (level <= 4))),
    CONSTRAINT access_grant_period CHECK ((valid_until > valid_from)),
    CONSTRAINT access_grant_role_known CHECK ((role = ANY (ARRAY['admin'::text, 'operations_manager'::text, 'lead'::text, 'agent'::text, 'auditor'::text, 'tenant_admin'::text, 'contact'::text, 'compliance'::text, 'viewer'::text])))
);
ALTER TABLE ONLY directory.access_grant ALTER COLUMN staff_profile SET STATISTICS 0;

ALTER TABLE directory.access_grant OWNER TO switchyard_owner;

--
-- Name: act; Type: TABLE; Schema: directory; Owner: switchyard_owner
--

CREATE TABLE directory.act (
    id uuid NOT NULL,
    kind text NOT NULL,
    tenant_id uuid,
    subject_id uuid NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid,
    credential_id uuid,
    request_id uuid,
    recorded_at timestamp with time zone NOT NULL,
    detail text COLLATE pg_catalog."C",
    actor_name text,
    reason text,
    CONSTRAINT act_actor_name_length CHECK (((char_length(actor_name) >= 1) AND (char_length(actor_name) <= 100))),
    CONSTRAINT act_detail_length CHECK (((char_length(detail) >= 1) AND (char_length(detail) <= 100))),
    CONSTRAINT act_reason_length CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500)))
);

ALTER TABLE directory.act OWNER TO switchyard_owner;

--
-- Name: answer; Type: TABLE; Schema: directory; Owner: switchyard_owner
--

CREATE TABLE directory.answer (
    credential_id uuid NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    fingerprint bytea NOT NULL,
    status smallint NOT NULL,
    body bytea NOT NULL,
    created_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY directory.answer ALTER COLUMN fingerprint SET STATISTICS 0;
ALTER TABLE ONLY directory.answer ALTER COLUMN body SET STATISTICS 0;

ALTER TABLE directory.answer OWNER TO switchyard_owner;

--
-- Name: api_key; Type: TABLE; Schema: directory; Owner: switchyard_owner
--

CREATE TABLE directory.api_key (
    id uuid NOT NULL,
    prefix text NOT NULL COLLATE pg_catalog."C",
    hash bytea NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    tenant_id uuid,
    person_id uuid,
    scopes text[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    CONSTRAINT api_key_bound CHECK (
CASE kind
    WHEN 'operator_admin'::text THEN ((tenant_id IS NULL) AND (person_id IS NULL))
    WHEN 'agent'::text THEN ((tenant_id IS NULL) AND (person_id IS NOT NULL))
    ELSE ((tenant_id IS NOT NULL) AND (person_id IS NULL))
END),
    CONSTRAINT api_key_hash_length CHECK ((length(hash) = 32)),
    CONSTRAINT api_key_kind_known CHECK ((kind = ANY (ARRAY['operator_admin'::text, 'tenant_admin'::text, 'agent'::text, 'intake'::text])))
);

ALTER TABLE directory.api_key OWNER TO switchyard_owner;

--
-- Name: desk; Type: TABLE; Schema: directory; Owner: switchyard_owner
--

CREATE TABLE directory.desk (
    tenant_id uuid NOT NULL,
    level smallint NOT NULL,
    team_id uuid NOT NULL,
    CONSTRAINT desk_level_range CHECK (((level >= 1) AND (level <= 4)))
);

ALTER TABLE directory.desk OWNER TO switchyard_owner;

--
-- Name: factor_demand; Type: TABLE; Schema: directory; Owner: switchyard_owner
--

CREATE TABLE directory.factor_demand (
    id uuid NOT NULL,
    tenant_id uuid,
    role text NOT NULL,
    demanded_at timestamp with time zone NOT NULL,
    CONSTRAINT factor_demand_role_known CHECK ((role = ANY (ARRAY['admin'::text, 'operations_manager'::text, 'lead'::text, 'agent'::text, 'auditor'::text, 'tenant_admin'::text, 'contact'::text, 'compliance'::text, 'viewer'::text])))
);

ALTER TABLE directory.factor_demand OWNER TO switchyard_owner;

--
-- Name: operator_key; Type: TABLE; Schema: directory; Owner: switchyard_owner
--

CREATE TABLE directory.operator_key (
    id smallint NOT NULL,
    wrapped bytea NOT NULL,
    created_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY directory.operator_key ALTER COLUMN wrapped SET STATISTICS 0;

ALTER TABLE directory.operator_key OWNER TO switchyard_owner;

--
-- Name: password; Type: TABLE; Schema: directory; Owner: switchyard_owner
--

CREATE TABLE directory.password (
    person_id uuid NOT NULL,
    sealed bytea NOT NULL,
    changed_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY directory.password ALTER COLUMN sealed SET STATISTICS 0;

ALTER TABLE directory.password OWNER TO switchyard_owner;

--
-- Name: person; Type: TABLE; Schema: directory; Owner: switchyard_owner
--

CREATE TABLE directory.person (
    id uuid NOT NULL,
    login_hash bytea NOT NULL,
    profile bytea NOT NULL,
    language text NOT NULL,
    status text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT person_status_known CHECK ((status = ANY (ARRAY['active'::text, 'left'::text])))
);
ALTER TABLE ONLY directory.person ALTER COLUMN profile SET STATISTICS 0;

ALTER TABLE directory.person OWNER TO switchyard_owner;

--
-- Name: presence; Type: TABLE; Schema: directory; Owner: switchyard_owner
--

CREATE TABLE directory.presence (
    person_id uuid NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    capacity smallint NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    asking_until timestamp with time zone,
    CONSTRAINT presence_capacity_range CHECK (((capacity >= 1) AND (capacity <= 1000))),
    CONSTRAINT presence_state_known CHECK ((state = ANY (ARRAY['available'::text, 'busy'::text, 'away'::text])))
);

ALTER TABLE directory.presence OWNER TO switchyard_owner;

--
-- Name: recovery_code; Type: TABLE; Schema: directory; Owner: switchyard_owner
--

CREATE TABLE directory.recovery_code (
    person_id uuid NOT NULL,
    hash bytea NOT NULL
);

ALTER TABLE directory.recovery_code OWNER TO switchyard_owner;

--
-- Name: second_factor; Type: TABLE; Schema: directory; Owner: switchyard_owner
--

CREATE TABLE directory.second_factor (
    person_id uuid NOT NULL,
    sealed bytea NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    last_step bigint NOT NULL
);
ALTER TABLE ONLY directory.second_factor ALTER COLUMN sealed SET STATISTICS 0;

ALTER TABLE directory.second_factor OWNER TO switchyard_owner;

--
-- Name: sign_in_link; Type: TABLE; Schema: directory; Owner: switchyard_owner
--

CREATE TABLE directory.sign_in_link (
    id uuid NOT NULL,
    purpose text NOT NULL,
    hash bytea NOT NULL,
    person_id uuid,
    login_hash bytea,
    asked_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    send_at timestamp with time zone,
    attempts smallint NOT NULL,
    code text,
    CONSTRAINT sign_in_link_code_length CHECK (((length(code) >= 1) AND (length(code) <= 100))),
    CONSTRAINT sign_in_link_for_one CHECK (((person_id IS NULL) <> (login_hash IS NULL))),
    CONSTRAINT sign_in_link_hash_length CHECK ((length(hash) = 32)),
    CONSTRAINT sign_in_link_purpose_known CHECK ((purpose = ANY (ARRAY['invitation'::text, 'reset'::text])))
);

ALTER TABLE directory.sign_in_link OWNER TO switchyard_owner;

--
-- Name: sign_in_throttle; Type: TABLE; Schema: directory; Owner: switchyard_owner
--

CREATE TABLE directory.sign_in_throttle (
    account bytea NOT NULL,
    place bytea NOT NULL,
    id uuid NOT NULL,
    tries integer NOT NULL,
    next_at timestamp with time zone NOT NULL,
    tried_at timestamp with time zone NOT NULL
);

ALTER TABLE directory.sign_in_throttle OWNER TO switchyard_owner;

--
-- Name: source; Type: TABLE; Schema: directory; Owner: switchyard_owner
--

CREATE TABLE directory.source (
    id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    address text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    status text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revision bigint DEFAULT 1 NOT NULL,
    silent_after_minutes integer,
    CONSTRAINT source_name_length CHECK (((length(name) >= 1) AND (length(name) <= 100))),
    CONSTRAINT source_silence_range CHECK (((silent_after_minutes >= 5) AND (silent_after_minutes <= 43200))),
    CONSTRAINT source_status_known CHECK ((status = ANY (ARRAY['active'::text, 'disabled'::text])))
);

ALTER TABLE directory.source OWNER TO switchyard_owner;

--
-- Name: source_secret; Type: TABLE; Schema: directory; Owner: switchyard_owner
--

CREATE TABLE directory.source_secret (
    source_id uuid NOT NULL,
    slot smallint NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT source_secret_two_live CHECK ((slot = ANY (ARRAY[1, 2])))
);
ALTER TABLE ONLY directory.source_secret ALTER COLUMN sealed SET STATISTICS 0;

ALTER TABLE directory.source_secret OWNER TO switchyard_owner;

--
-- Name: team; Type: TABLE; Schema: directory; Owner: switchyard_owner
--

CREATE TABLE directory.team (
    id uuid NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE directory.team OWNER TO switchyard_owner;

--
-- Name: team_member; Type: TABLE; Schema: directory; Owner: switchyard_owner
--

CREATE TABLE directory.team_member (
    team_id uuid NOT NULL,
    person_id uuid NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_until timestamp with time zone,
    CONSTRAINT team_member_period CHECK ((valid_until > valid_from))
);

ALTER TABLE directory.team_member OWNER TO switchyard_owner;

--
-- Name: tenant; Type: TABLE; Schema: directory; Owner: switchyard_owner
--

CREATE TABLE directory.tenant (
    id uuid NOT NULL,
    slug text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    zone text NOT NULL,
    language text NOT NULL,
    status text NOT NULL,
    settings_revision bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sandbox boolean DEFAULT false NOT NULL,
    CONSTRAINT tenant_name_length CHECK (((length(name) >= 1) AND (length(name) <= 200))),
    CONSTRAINT tenant_slug_form CHECK (((slug ~ '^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$'::text) AND (slug <> 'self'::text))),
    CONSTRAINT tenant_status_known CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text, 'closed'::text])))
);

ALTER TABLE directory.tenant OWNER TO switchyard_owner;

--
-- Name: applied; Type: TABLE; Schema: migration; Owner: switchyard_owner
--

CREATE TABLE migration.applied (
    version integer NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE migration.applied OWNER TO switchyard_owner;

--
-- Name: compatibility; Type: TABLE; Schema: migration; Owner: switchyard_owner
--

CREATE TABLE migration.compatibility (
    is_only boolean DEFAULT true NOT NULL,
    oldest_binary integer NOT NULL,
    CONSTRAINT compatibility_oldest_positive CHECK ((oldest_binary > 0)),
    CONSTRAINT compatibility_one_row CHECK (is_only)
);

ALTER TABLE migration.compatibility OWNER TO switchyard_owner;

--
-- Name: table_family; Type: TABLE; Schema: migration; Owner: switchyard_owner
--

CREATE TABLE migration.table_family (
    table_name text NOT NULL,
    family text NOT NULL,
    CONSTRAINT table_family_known CHECK ((family = ANY (ARRAY['tenant'::text, 'queue'::text, 'directory'::text])))
);

ALTER TABLE migration.table_family OWNER TO switchyard_owner;

--
-- Name: alarm; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.alarm (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    since timestamp with time zone NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT alarm_kind_known CHECK ((kind = ANY (ARRAY['source_silent'::text, 'quota_near'::text, 'quota_reached'::text, 'subscription_off'::text])))
);

ALTER TABLE ONLY switchyard.alarm FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.alarm OWNER TO switchyard_owner;

--
-- Name: bulk_act; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.bulk_act (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    sealed bytea NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    stopped text COLLATE pg_catalog."C",
    slot smallint,
    cases integer NOT NULL,
    person_id uuid NOT NULL,
    undone_by uuid,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    undone_at timestamp with time zone,
    revision bigint NOT NULL,
    CONSTRAINT bulk_act_cases_range CHECK ((cases >= 0)),
    CONSTRAINT bulk_act_slot_range CHECK (((slot >= 1) AND (slot <= 10))),
    CONSTRAINT bulk_act_slot_while_running CHECK (((state = ANY (ARRAY['running'::text, 'undoing'::text])) = (slot IS NOT NULL))),
    CONSTRAINT bulk_act_state_known CHECK ((state = ANY (ARRAY['running'::text, 'finished'::text, 'undoing'::text, 'undone'::text]))),
    CONSTRAINT bulk_act_stopped_known CHECK ((stopped = ANY (ARRAY['by_hand'::text, 'grant_ended'::text, 'gave_up'::text])))
);
ALTER TABLE ONLY switchyard.bulk_act ALTER COLUMN sealed SET STATISTICS 0;

ALTER TABLE ONLY switchyard.bulk_act FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.bulk_act OWNER TO switchyard_owner;

--
-- Name: bulk_act_case; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.bulk_act_case (
    tenant_id uuid NOT NULL,
    act_id uuid NOT NULL,
    "position" integer NOT NULL,
    ticket_id uuid NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    code text COLLATE pg_catalog."C",
    case_seq integer,
    CONSTRAINT bulk_act_case_state_known CHECK ((state = ANY (ARRAY['pending'::text, 'done'::text, 'unchanged'::text, 'refused'::text, 'cancelled'::text, 'undone'::text, 'kept'::text, 'undo_refused'::text])))
);

ALTER TABLE ONLY switchyard.bulk_act_case FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.bulk_act_case OWNER TO switchyard_owner;

--
-- Name: client_contact; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.client_contact (
    tenant_id uuid NOT NULL,
    purpose text NOT NULL COLLATE pg_catalog."C",
    id uuid NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT client_contact_purpose_known CHECK ((purpose = ANY (ARRAY['escalation'::text, 'security'::text])))
);
ALTER TABLE ONLY switchyard.client_contact ALTER COLUMN sealed SET STATISTICS 0;

ALTER TABLE ONLY switchyard.client_contact FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.client_contact OWNER TO switchyard_owner;

--
-- Name: clock_sweep; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.clock_sweep (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    phase text NOT NULL COLLATE pg_catalog."C",
    seen_until uuid NOT NULL,
    passed_over uuid[] NOT NULL,
    cases_seen bigint NOT NULL,
    cases_moved bigint NOT NULL,
    cases_failed bigint NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT clock_sweep_end CHECK (((phase = 'done'::text) = (finished_at IS NOT NULL))),
    CONSTRAINT clock_sweep_phase_known CHECK ((phase = ANY (ARRAY['walk'::text, 'settle'::text, 'done'::text])))
);

ALTER TABLE ONLY switchyard.clock_sweep FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.clock_sweep OWNER TO switchyard_owner;

--
-- Name: correction; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.correction (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    priority smallint NOT NULL,
    priority_before smallint NOT NULL,
    reason bytea NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    CONSTRAINT correction_priority_before_range CHECK (((priority_before >= 1) AND (priority_before <= 4))),
    CONSTRAINT correction_priority_range CHECK (((priority >= 1) AND (priority <= 4))),
    CONSTRAINT correction_state_known CHECK ((state = ANY (ARRAY['proposed'::text, 'approved'::text, 'declined'::text])))
);
ALTER TABLE ONLY switchyard.correction ALTER COLUMN reason SET STATISTICS 0;

ALTER TABLE ONLY switchyard.correction FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.correction OWNER TO switchyard_owner;

--
-- Name: correction_act; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.correction_act (
    tenant_id uuid NOT NULL,
    correction_id uuid NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    acted_at timestamp with time zone NOT NULL,
    actor_kind text NOT NULL COLLATE pg_catalog."C",
    actor_id uuid,
    credential_id uuid,
    request_id uuid NOT NULL,
    note bytea,
    CONSTRAINT correction_act_state_known CHECK ((state = ANY (ARRAY['proposed'::text, 'approved'::text, 'declined'::text])))
);
ALTER TABLE ONLY switchyard.correction_act ALTER COLUMN note SET STATISTICS 0;

ALTER TABLE ONLY switchyard.correction_act FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.correction_act OWNER TO switchyard_owner;

--
-- Name: customer; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.customer (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    external_hash bytea NOT NULL,
    profile bytea NOT NULL,
    language text,
    zone text,
    tier text NOT NULL COLLATE pg_catalog."C",
    survey_opt_out boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY switchyard.customer ALTER COLUMN tenant_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.customer ALTER COLUMN id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.customer ALTER COLUMN external_hash SET STATISTICS 10;
ALTER TABLE ONLY switchyard.customer ALTER COLUMN profile SET STATISTICS 0;
ALTER TABLE ONLY switchyard.customer ALTER COLUMN language SET STATISTICS 10;
ALTER TABLE ONLY switchyard.customer ALTER COLUMN zone SET STATISTICS 10;
ALTER TABLE ONLY switchyard.customer ALTER COLUMN tier SET STATISTICS 10;
ALTER TABLE ONLY switchyard.customer ALTER COLUMN survey_opt_out SET STATISTICS 10;
ALTER TABLE ONLY switchyard.customer ALTER COLUMN created_at SET STATISTICS 10;
ALTER TABLE ONLY switchyard.customer ALTER COLUMN updated_at SET STATISTICS 10;

ALTER TABLE ONLY switchyard.customer FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.customer OWNER TO switchyard_owner;

--
-- Name: data_key; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.data_key (
    tenant_id uuid NOT NULL,
    id smallint NOT NULL,
    wrapped bytea NOT NULL,
    created_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY switchyard.data_key ALTER COLUMN wrapped SET STATISTICS 0;

ALTER TABLE ONLY switchyard.data_key FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.data_key OWNER TO switchyard_owner;

--
-- Name: delivery; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.delivery (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    ticket_id uuid,
    message_id uuid,
    person_id uuid,
    body bytea NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    attempts smallint NOT NULL,
    code text COLLATE pg_catalog."C",
    created_at timestamp with time zone NOT NULL,
    concluded_at timestamp with time zone,
    subscription_id uuid,
    event_type text COLLATE pg_catalog."C",
    CONSTRAINT delivery_kind_known CHECK ((kind = ANY (ARRAY['reply_mail'::text, 'reply_webhook'::text, 'notice_mail'::text, 'notice_webhook'::text, 'client_mail'::text, 'digest_mail'::text, 'survey_mail'::text, 'survey_reminder'::text, 'follow_up_mail'::text, 'warning_mail'::text, 'event_webhook'::text, 'alarm_mail'::text, 'alarm_webhook'::text]))),
    CONSTRAINT delivery_of_event CHECK ((((kind = 'event_webhook'::text) = (subscription_id IS NOT NULL)) AND ((subscription_id IS NULL) = (event_type IS NULL)))),
    CONSTRAINT delivery_of_one_case CHECK (((kind = 'event_webhook'::text) OR ((ticket_id IS NULL) = (kind = ANY (ARRAY['digest_mail'::text, 'alarm_mail'::text, 'alarm_webhook'::text]))))),
    CONSTRAINT delivery_state_known CHECK ((state = ANY (ARRAY['pending'::text, 'accepted'::text, 'rejected'::text, 'unknown'::text, 'sandbox'::text])))
);
ALTER TABLE ONLY switchyard.delivery ALTER COLUMN body SET STATISTICS 0;

ALTER TABLE ONLY switchyard.delivery FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.delivery OWNER TO switchyard_owner;

--
-- Name: delivery_attempt; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.delivery_attempt (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    delivery_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    http_status smallint,
    duration_ms integer NOT NULL,
    CONSTRAINT delivery_attempt_duration CHECK ((duration_ms >= 0)),
    CONSTRAINT delivery_attempt_status_range CHECK (((http_status >= 100) AND (http_status <= 999)))
);

ALTER TABLE ONLY switchyard.delivery_attempt FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.delivery_attempt OWNER TO switchyard_owner;

--
-- Name: digest; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.digest (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    recipient text NOT NULL COLLATE pg_catalog."C",
    opened_at timestamp with time zone NOT NULL,
    closes_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone
);

ALTER TABLE ONLY switchyard.digest FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.digest OWNER TO switchyard_owner;

--
-- Name: endpoint; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.endpoint (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    purpose text NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT endpoint_purpose_known CHECK ((purpose = ANY (ARRAY['reply'::text, 'notice'::text])))
);
ALTER TABLE ONLY switchyard.endpoint ALTER COLUMN sealed SET STATISTICS 0;

ALTER TABLE ONLY switchyard.endpoint FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.endpoint OWNER TO switchyard_owner;

--
-- Name: event; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.event (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    case_seq integer NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    schema_version smallint NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    transaction_id xid8 DEFAULT pg_current_xact_id() NOT NULL,
    actor_kind switchyard.event_actor NOT NULL,
    actor_id uuid,
    on_behalf_of uuid,
    credential_id uuid,
    request_id uuid,
    body bytea NOT NULL
);
ALTER TABLE ONLY switchyard.event ALTER COLUMN tenant_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.event ALTER COLUMN ticket_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.event ALTER COLUMN case_seq SET STATISTICS 10;
ALTER TABLE ONLY switchyard.event ALTER COLUMN id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.event ALTER COLUMN kind SET STATISTICS 10;
ALTER TABLE ONLY switchyard.event ALTER COLUMN schema_version SET STATISTICS 10;
ALTER TABLE ONLY switchyard.event ALTER COLUMN occurred_at SET STATISTICS 10;
ALTER TABLE ONLY switchyard.event ALTER COLUMN recorded_at SET STATISTICS 10;
ALTER TABLE ONLY switchyard.event ALTER COLUMN transaction_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.event ALTER COLUMN actor_kind SET STATISTICS 10;
ALTER TABLE ONLY switchyard.event ALTER COLUMN actor_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.event ALTER COLUMN on_behalf_of SET STATISTICS 10;
ALTER TABLE ONLY switchyard.event ALTER COLUMN credential_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.event ALTER COLUMN request_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.event ALTER COLUMN body SET STATISTICS 0;

ALTER TABLE ONLY switchyard.event FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.event OWNER TO switchyard_owner;

--
-- Name: exclusion; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.exclusion (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    ticket_id uuid,
    from_at timestamp with time zone,
    until_at timestamp with time zone,
    metrics text[] NOT NULL,
    channels text[] NOT NULL,
    languages text[] NOT NULL,
    tiers text[] NOT NULL,
    priorities smallint[] NOT NULL,
    categories text[] NOT NULL,
    forecast bigint,
    tolerance_bp integer,
    volume bigint,
    reason bytea NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    CONSTRAINT exclusion_kind_known CHECK ((kind = ANY (ARRAY['client_outage'::text, 'force_majeure'::text, 'chain_halt'::text, 'exchange_outage'::text, 'volume_over_forecast'::text, 'test_ticket'::text, 'spam'::text]))),
    CONSTRAINT exclusion_kinds_of_cases CHECK (((ticket_id IS NOT NULL) OR (kind <> ALL (ARRAY['test_ticket'::text, 'spam'::text])))),
    CONSTRAINT exclusion_of_case_or_window CHECK (((ticket_id IS NULL) OR (from_at IS NULL))),
    CONSTRAINT exclusion_state_known CHECK ((state = ANY (ARRAY['proposed'::text, 'approved'::text, 'declined'::text, 'withdrawn'::text]))),
    CONSTRAINT exclusion_window CHECK ((((from_at IS NULL) = (until_at IS NULL)) AND (until_at > from_at)))
);
ALTER TABLE ONLY switchyard.exclusion ALTER COLUMN reason SET STATISTICS 0;

ALTER TABLE ONLY switchyard.exclusion FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.exclusion OWNER TO switchyard_owner;

--
-- Name: exclusion_act; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.exclusion_act (
    tenant_id uuid NOT NULL,
    exclusion_id uuid NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    acted_at timestamp with time zone NOT NULL,
    actor_kind text NOT NULL COLLATE pg_catalog."C",
    actor_id uuid,
    credential_id uuid,
    request_id uuid NOT NULL,
    note bytea,
    CONSTRAINT exclusion_act_state_known CHECK ((state = ANY (ARRAY['proposed'::text, 'approved'::text, 'declined'::text, 'withdrawn'::text])))
);
ALTER TABLE ONLY switchyard.exclusion_act ALTER COLUMN note SET STATISTICS 0;

ALTER TABLE ONLY switchyard.exclusion_act FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.exclusion_act OWNER TO switchyard_owner;

--
-- Name: fact_case; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.fact_case (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    business_date date NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    channel text NOT NULL COLLATE pg_catalog."C",
    language text NOT NULL COLLATE pg_catalog."C",
    tier text NOT NULL COLLATE pg_catalog."C",
    category text NOT NULL COLLATE pg_catalog."C",
    priority smallint NOT NULL,
    messages_in integer NOT NULL,
    messages_out integer NOT NULL,
    answered boolean NOT NULL,
    excluded boolean NOT NULL,
    first_reply_state text COLLATE pg_catalog."C",
    first_reply_seconds bigint,
    first_reply_verdict text COLLATE pg_catalog."C",
    first_reply_breach_at timestamp with time zone,
    resolution_state text COLLATE pg_catalog."C",
    resolution_seconds bigint,
    resolution_verdict text COLLATE pg_catalog."C",
    resolution_breach_at timestamp with time zone,
    escalated_l2 smallint NOT NULL,
    escalated_l3 smallint NOT NULL,
    escalated_l4 smallint NOT NULL,
    case_revision bigint NOT NULL,
    computed_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY switchyard.fact_case FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.fact_case OWNER TO switchyard_owner;

--
-- Name: fact_cycle; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.fact_cycle (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    metric text NOT NULL COLLATE pg_catalog."C",
    cycle_key text NOT NULL COLLATE pg_catalog."C",
    threshold_seconds bigint NOT NULL,
    outcome text NOT NULL COLLATE pg_catalog."C",
    final_at timestamp with time zone NOT NULL,
    start_at timestamp with time zone NOT NULL,
    ran tstzmultirange NOT NULL,
    unanswered_at timestamp with time zone,
    channel text NOT NULL COLLATE pg_catalog."C",
    language text NOT NULL COLLATE pg_catalog."C",
    tier text NOT NULL COLLATE pg_catalog."C",
    category text NOT NULL COLLATE pg_catalog."C",
    priority smallint NOT NULL,
    from_revision integer DEFAULT 0 NOT NULL,
    until_revision integer,
    arrived_at timestamp with time zone,
    CONSTRAINT fact_cycle_outcome_known CHECK ((outcome = ANY (ARRAY['met'::text, 'missed'::text, 'running'::text, 'unanswered'::text, 'unmeasured'::text]))),
    CONSTRAINT fact_cycle_revisions CHECK (((from_revision >= 0) AND (until_revision > from_revision))),
    CONSTRAINT fact_cycle_threshold_range CHECK ((threshold_seconds >= 0))
);

ALTER TABLE ONLY switchyard.fact_cycle FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.fact_cycle OWNER TO switchyard_owner;

--
-- Name: fact_cycle_sweep; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.fact_cycle_sweep (
    tenant_id uuid NOT NULL,
    thresholds text NOT NULL COLLATE pg_catalog."C",
    swept_created_at timestamp with time zone,
    swept_id uuid,
    calendars_until timestamp with time zone,
    running_only boolean,
    revision integer DEFAULT 0 NOT NULL,
    CONSTRAINT fact_cycle_sweep_place CHECK (((swept_created_at IS NULL) = (swept_id IS NULL)))
);

ALTER TABLE ONLY switchyard.fact_cycle_sweep FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.fact_cycle_sweep OWNER TO switchyard_owner;

--
-- Name: fact_stale; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.fact_stale (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    case_revision bigint NOT NULL
);

ALTER TABLE ONLY switchyard.fact_stale FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.fact_stale OWNER TO switchyard_owner;

--
-- Name: handover_offer; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.handover_offer (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    number integer NOT NULL,
    level smallint NOT NULL,
    team_id uuid,
    person_id uuid,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT handover_offer_level_range CHECK (((level >= 1) AND (level <= 4)))
);

ALTER TABLE ONLY switchyard.handover_offer FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.handover_offer OWNER TO switchyard_owner;

--
-- Name: import_batch; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.import_batch (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    file_sha256 bytea NOT NULL,
    lines_done bigint NOT NULL,
    cases bigint NOT NULL,
    messages bigint NOT NULL,
    known bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    undone_at timestamp with time zone,
    CONSTRAINT import_batch_hash_length CHECK ((length(file_sha256) = 32))
);

ALTER TABLE ONLY switchyard.import_batch FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.import_batch OWNER TO switchyard_owner;

--
-- Name: job; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.job (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    payload_version smallint NOT NULL,
    subject_id uuid NOT NULL,
    priority smallint NOT NULL,
    run_at timestamp with time zone,
    attempt smallint DEFAULT 0 NOT NULL,
    lease bigint DEFAULT 0 NOT NULL,
    worker_id uuid,
    deadline_at timestamp with time zone,
    dedup_key text COLLATE pg_catalog."C",
    ordering_key uuid,
    last_code text COLLATE pg_catalog."C",
    traceparent text COLLATE pg_catalog."C",
    created_at timestamp with time zone NOT NULL,
    failed_at timestamp with time zone[] DEFAULT '{}'::timestamp with time zone[] NOT NULL,
    failure_codes text[] DEFAULT '{}'::text[] NOT NULL,
    not_before timestamp with time zone,
    place bigint,
    CONSTRAINT job_behind_others CHECK (((run_at IS NOT NULL) OR ((ordering_key IS NOT NULL) AND (not_before IS NOT NULL))))
)
WITH (autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_cost_delay='0', fillfactor='45');

ALTER TABLE ONLY switchyard.job FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.job OWNER TO switchyard_owner;

--
-- Name: job_dead; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.job_dead (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    subject_id uuid NOT NULL,
    reason text NOT NULL COLLATE pg_catalog."C",
    attempts smallint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone NOT NULL,
    payload_version smallint DEFAULT 1 NOT NULL,
    priority smallint DEFAULT 5 NOT NULL,
    lease bigint DEFAULT 0 NOT NULL,
    dedup_key text COLLATE pg_catalog."C",
    ordering_key uuid,
    failed_at timestamp with time zone[] DEFAULT '{}'::timestamp with time zone[] NOT NULL,
    failure_codes text[] DEFAULT '{}'::text[] NOT NULL
);

ALTER TABLE ONLY switchyard.job_dead FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.job_dead OWNER TO switchyard_owner;

--
-- Name: job_done; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.job_done (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    outcome text NOT NULL COLLATE pg_catalog."C",
    attempts smallint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone NOT NULL
)
PARTITION BY RANGE (finished_at);

ALTER TABLE ONLY switchyard.job_done FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.job_done OWNER TO switchyard_owner;

--
-- Name: job_done_rest; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.job_done_rest (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    outcome text NOT NULL COLLATE pg_catalog."C",
    attempts smallint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone NOT NULL
);

ALTER TABLE switchyard.job_done_rest OWNER TO switchyard_owner;

--
-- Name: job_hold; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.job_hold (
    tenant_id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    held_at timestamp with time zone NOT NULL,
    act_id uuid
);

ALTER TABLE ONLY switchyard.job_hold FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.job_hold OWNER TO switchyard_owner;

--
-- Name: job_kind_hold; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.job_kind_hold (
    kind text NOT NULL COLLATE pg_catalog."C",
    held_at timestamp with time zone NOT NULL,
    act_id uuid
);

ALTER TABLE switchyard.job_kind_hold OWNER TO switchyard_owner;

--
-- Name: job_slot; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.job_slot (
    tenant_id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    number smallint NOT NULL,
    job_id uuid,
    lease bigint,
    turns bigint DEFAULT 0 NOT NULL,
    is_over boolean DEFAULT false NOT NULL,
    CONSTRAINT job_slot_number CHECK (((number >= 1) AND (is_over OR (number <= 100))))
)
WITH (fillfactor='50');

ALTER TABLE ONLY switchyard.job_slot FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.job_slot OWNER TO switchyard_owner;

--
-- Name: message; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.message (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    direction switchyard.message_direction NOT NULL,
    author_kind switchyard.message_author NOT NULL,
    author_id uuid,
    language text NOT NULL COLLATE pg_catalog."C",
    precedes boolean DEFAULT false NOT NULL,
    secrets_removed smallint NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    body bytea NOT NULL,
    tokens tsvector NOT NULL
)
WITH (toast_tuple_target='8160');
ALTER TABLE ONLY switchyard.message ALTER COLUMN tenant_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.message ALTER COLUMN id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.message ALTER COLUMN ticket_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.message ALTER COLUMN direction SET STATISTICS 10;
ALTER TABLE ONLY switchyard.message ALTER COLUMN author_kind SET STATISTICS 10;
ALTER TABLE ONLY switchyard.message ALTER COLUMN author_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.message ALTER COLUMN language SET STATISTICS 10;
ALTER TABLE ONLY switchyard.message ALTER COLUMN precedes SET STATISTICS 10;
ALTER TABLE ONLY switchyard.message ALTER COLUMN secrets_removed SET STATISTICS 10;
ALTER TABLE ONLY switchyard.message ALTER COLUMN occurred_at SET STATISTICS 10;
ALTER TABLE ONLY switchyard.message ALTER COLUMN recorded_at SET STATISTICS 10;
ALTER TABLE ONLY switchyard.message ALTER COLUMN body SET STATISTICS 0;
ALTER TABLE ONLY switchyard.message ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE ONLY switchyard.message ALTER COLUMN tokens SET STATISTICS 10;

ALTER TABLE ONLY switchyard.message FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.message OWNER TO switchyard_owner;

--
-- Name: notice; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.notice (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    recipient text NOT NULL COLLATE pg_catalog."C",
    metric text NOT NULL COLLATE pg_catalog."C",
    step text NOT NULL COLLATE pg_catalog."C",
    level smallint NOT NULL,
    at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    delivery_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY switchyard.notice FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.notice OWNER TO switchyard_owner;

--
-- Name: quota; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.quota (
    tenant_id uuid NOT NULL,
    intake_max bigint,
    mail_max bigint,
    storage_max bigint,
    intake_is_hard boolean NOT NULL,
    mail_is_hard boolean NOT NULL,
    intake_closed_until timestamp with time zone,
    revision bigint NOT NULL,
    CONSTRAINT quota_intake_range CHECK ((intake_max >= 1)),
    CONSTRAINT quota_mail_range CHECK ((mail_max >= 1)),
    CONSTRAINT quota_storage_range CHECK ((storage_max >= 1))
);

ALTER TABLE ONLY switchyard.quota FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.quota OWNER TO switchyard_owner;

--
-- Name: receipt; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.receipt (
    tenant_id uuid NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    fingerprint bytea NOT NULL,
    status smallint NOT NULL,
    answer bytea NOT NULL,
    payload bytea,
    created_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY switchyard.receipt ALTER COLUMN tenant_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.receipt ALTER COLUMN key SET STATISTICS 10;
ALTER TABLE ONLY switchyard.receipt ALTER COLUMN fingerprint SET STATISTICS 0;
ALTER TABLE ONLY switchyard.receipt ALTER COLUMN status SET STATISTICS 10;
ALTER TABLE ONLY switchyard.receipt ALTER COLUMN answer SET STATISTICS 0;
ALTER TABLE ONLY switchyard.receipt ALTER COLUMN payload SET STATISTICS 0;
ALTER TABLE ONLY switchyard.receipt ALTER COLUMN created_at SET STATISTICS 10;

ALTER TABLE ONLY switchyard.receipt FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.receipt OWNER TO switchyard_owner;

--
-- Name: restatement; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.restatement (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    policy_id uuid NOT NULL,
    policy_version integer NOT NULL,
    from_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone NOT NULL,
    revision integer,
    reason bytea NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    CONSTRAINT restatement_period CHECK ((until_at > from_at)),
    CONSTRAINT restatement_revised CHECK (((state = 'approved'::text) = (revision IS NOT NULL))),
    CONSTRAINT restatement_revision_positive CHECK ((revision > 0)),
    CONSTRAINT restatement_state_known CHECK ((state = ANY (ARRAY['proposed'::text, 'approved'::text, 'declined'::text, 'withdrawn'::text])))
);
ALTER TABLE ONLY switchyard.restatement ALTER COLUMN reason SET STATISTICS 0;

ALTER TABLE ONLY switchyard.restatement FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.restatement OWNER TO switchyard_owner;

--
-- Name: restatement_act; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.restatement_act (
    tenant_id uuid NOT NULL,
    restatement_id uuid NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    acted_at timestamp with time zone NOT NULL,
    actor_kind text NOT NULL COLLATE pg_catalog."C",
    actor_id uuid,
    credential_id uuid,
    request_id uuid NOT NULL,
    note bytea,
    CONSTRAINT restatement_act_state_known CHECK ((state = ANY (ARRAY['proposed'::text, 'approved'::text, 'declined'::text, 'withdrawn'::text])))
);
ALTER TABLE ONLY switchyard.restatement_act ALTER COLUMN note SET STATISTICS 0;

ALTER TABLE ONLY switchyard.restatement_act FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.restatement_act OWNER TO switchyard_owner;

--
-- Name: roll_up_mark; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.roll_up_mark (
    tenant_id uuid NOT NULL,
    zone text NOT NULL,
    seen_until timestamp with time zone NOT NULL
);

ALTER TABLE ONLY switchyard.roll_up_mark FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.roll_up_mark OWNER TO switchyard_owner;

--
-- Name: rota_override; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.rota_override (
    tenant_id uuid NOT NULL,
    number integer NOT NULL,
    id uuid NOT NULL,
    post text NOT NULL COLLATE pg_catalog."C",
    person_id uuid NOT NULL,
    from_at timestamp with time zone NOT NULL,
    until_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by uuid,
    CONSTRAINT rota_override_period CHECK ((until_at >= from_at)),
    CONSTRAINT rota_override_positive CHECK ((number > 0))
);

ALTER TABLE ONLY switchyard.rota_override FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.rota_override OWNER TO switchyard_owner;

--
-- Name: rota_version; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.rota_version (
    tenant_id uuid NOT NULL,
    version integer NOT NULL,
    id uuid NOT NULL,
    document jsonb NOT NULL,
    effective_from timestamp with time zone NOT NULL,
    gaps_confirmed boolean NOT NULL,
    published_at timestamp with time zone NOT NULL,
    published_by uuid,
    CONSTRAINT rota_version_not_backdated CHECK ((effective_from >= published_at)),
    CONSTRAINT rota_version_positive CHECK ((version > 0))
);

ALTER TABLE ONLY switchyard.rota_version FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.rota_version OWNER TO switchyard_owner;

--
-- Name: schedule; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.schedule (
    name text NOT NULL COLLATE pg_catalog."C",
    timing text NOT NULL,
    decided_until timestamp with time zone NOT NULL,
    next_fire timestamp with time zone NOT NULL,
    CONSTRAINT schedule_order CHECK ((next_fire > decided_until))
);

ALTER TABLE switchyard.schedule OWNER TO switchyard_owner;

--
-- Name: schedule_fire; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.schedule_fire (
    schedule text NOT NULL COLLATE pg_catalog."C",
    fire_at timestamp with time zone NOT NULL,
    worker_id uuid,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    takes smallint DEFAULT 0 NOT NULL,
    outcome text COLLATE pg_catalog."C",
    CONSTRAINT schedule_fire_order CHECK ((finished_at >= started_at)),
    CONSTRAINT schedule_fire_outcome CHECK ((outcome = ANY (ARRAY['done'::text, 'passed'::text])))
);

ALTER TABLE switchyard.schedule_fire OWNER TO switchyard_owner;

--
-- Name: service_level_version; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.service_level_version (
    tenant_id uuid NOT NULL,
    version integer NOT NULL,
    id uuid NOT NULL,
    from_month date NOT NULL,
    document jsonb NOT NULL,
    published_at timestamp with time zone NOT NULL,
    published_by uuid,
    CONSTRAINT service_level_version_positive CHECK ((version > 0))
);

ALTER TABLE ONLY switchyard.service_level_version FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.service_level_version OWNER TO switchyard_owner;

--
-- Name: serving_team; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.serving_team (
    tenant_id uuid NOT NULL,
    team_id uuid NOT NULL
);

ALTER TABLE ONLY switchyard.serving_team FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.serving_team OWNER TO switchyard_owner;

--
-- Name: setting_version; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.setting_version (
    tenant_id uuid NOT NULL,
    kind text NOT NULL,
    version integer NOT NULL,
    id uuid NOT NULL,
    document jsonb NOT NULL,
    effective_from timestamp with time zone NOT NULL,
    published_at timestamp with time zone NOT NULL,
    published_by uuid,
    line text DEFAULT 'default'::text NOT NULL COLLATE pg_catalog."C",
    zone_data text COLLATE pg_catalog."C",
    applies text COLLATE pg_catalog."C",
    zone_offsets bigint[],
    CONSTRAINT setting_version_applies_known CHECK ((applies = ANY (ARRAY['new_cycles_only'::text, 'running'::text]))),
    CONSTRAINT setting_version_applies_policies CHECK (((applies IS NULL) OR (kind = 'policy'::text))),
    CONSTRAINT setting_version_kind_known CHECK ((kind = ANY (ARRAY['calendar'::text, 'policy'::text, 'rules'::text, 'survey'::text, 'branding'::text]))),
    CONSTRAINT setting_version_line_form CHECK ((line ~ '^[a-z0-9][a-z0-9_-]{0,39}$'::text)),
    CONSTRAINT setting_version_not_backdated CHECK ((effective_from >= published_at)),
    CONSTRAINT setting_version_positive CHECK ((version > 0)),
    CONSTRAINT setting_version_zone_offsets_form CHECK (((zone_offsets IS NULL) OR ((zone_data IS NOT NULL) AND ((cardinality(zone_offsets) >= 3) AND (cardinality(zone_offsets) <= 1001)) AND ((cardinality(zone_offsets) % 2) = 1))))
);

ALTER TABLE ONLY switchyard.setting_version FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.setting_version OWNER TO switchyard_owner;

--
-- Name: sla_cycle; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.sla_cycle (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    metric text NOT NULL COLLATE pg_catalog."C",
    ordinal smallint NOT NULL,
    state switchyard.cycle_state NOT NULL,
    reason text COLLATE pg_catalog."C",
    target_seconds switchyard.cycle_target_seconds NOT NULL,
    target_revision integer NOT NULL,
    start_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    breach_at timestamp with time zone,
    breached_at timestamp with time zone,
    fulfilled_at timestamp with time zone,
    elapsed_microseconds bigint NOT NULL,
    verdict switchyard.cycle_verdict,
    cycle_key text NOT NULL COLLATE pg_catalog."C",
    policy_version integer DEFAULT 0 NOT NULL,
    policy text DEFAULT 'default'::text COLLATE pg_catalog."C",
    calendar text DEFAULT 'default'::text NOT NULL COLLATE pg_catalog."C",
    late_relaxation boolean DEFAULT false NOT NULL,
    arrived_at timestamp with time zone
);
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN tenant_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN ticket_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN metric SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN ordinal SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN state SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN reason SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN target_seconds SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN target_revision SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN start_at SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN due_at SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN breach_at SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN breached_at SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN fulfilled_at SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN elapsed_microseconds SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN verdict SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN cycle_key SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN policy_version SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN policy SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN calendar SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN late_relaxation SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_cycle ALTER COLUMN arrived_at SET STATISTICS 10;

ALTER TABLE ONLY switchyard.sla_cycle FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.sla_cycle OWNER TO switchyard_owner;

--
-- Name: sla_span; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.sla_span (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    metric text NOT NULL COLLATE pg_catalog."C",
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    cycle_key text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT sla_span_kind_known CHECK ((kind = ANY (ARRAY['running'::text, 'paused'::text])))
);

ALTER TABLE ONLY switchyard.sla_span FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.sla_span OWNER TO switchyard_owner;

--
-- Name: sla_step; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.sla_step (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    metric text NOT NULL COLLATE pg_catalog."C",
    step text NOT NULL COLLATE pg_catalog."C",
    target_revision integer NOT NULL,
    scheduled_at timestamp with time zone NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    level_before smallint NOT NULL,
    level_after smallint NOT NULL,
    recipient_id uuid,
    cycle_key text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE ONLY switchyard.sla_step FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.sla_step OWNER TO switchyard_owner;

--
-- Name: sla_timer; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.sla_timer (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    wake_at timestamp with time zone NOT NULL
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_cost_delay='0');
ALTER TABLE ONLY switchyard.sla_timer ALTER COLUMN tenant_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_timer ALTER COLUMN ticket_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.sla_timer ALTER COLUMN wake_at SET STATISTICS 10;

ALTER TABLE ONLY switchyard.sla_timer FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.sla_timer OWNER TO switchyard_owner;

--
-- Name: solution; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.solution (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    version integer NOT NULL,
    id uuid NOT NULL,
    category text NOT NULL COLLATE pg_catalog."C",
    level smallint NOT NULL,
    body bytea NOT NULL,
    written_by uuid,
    written_at timestamp with time zone NOT NULL,
    CONSTRAINT solution_level_range CHECK (((level >= 0) AND (level <= 4))),
    CONSTRAINT solution_version_positive CHECK ((version > 0))
);
ALTER TABLE ONLY switchyard.solution ALTER COLUMN body SET STATISTICS 0;

ALTER TABLE ONLY switchyard.solution FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.solution OWNER TO switchyard_owner;

--
-- Name: solution_search; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.solution_search (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    version integer NOT NULL,
    category text NOT NULL COLLATE pg_catalog."C",
    level smallint NOT NULL,
    written_at timestamp with time zone NOT NULL,
    tokens tsvector NOT NULL
);

ALTER TABLE ONLY switchyard.solution_search FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.solution_search OWNER TO switchyard_owner;

--
-- Name: source_heard; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.source_heard (
    tenant_id uuid NOT NULL,
    source_id uuid NOT NULL,
    last_accepted_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY switchyard.source_heard FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.source_heard OWNER TO switchyard_owner;

--
-- Name: source_rejection; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.source_rejection (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    source_id uuid NOT NULL,
    reason text NOT NULL COLLATE pg_catalog."C",
    skew_seconds bigint,
    body_sha256 bytea NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY switchyard.source_rejection ALTER COLUMN body_sha256 SET STATISTICS 0;

ALTER TABLE ONLY switchyard.source_rejection FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.source_rejection OWNER TO switchyard_owner;

--
-- Name: source_watch; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.source_watch (
    tenant_id uuid NOT NULL,
    heard_until timestamp with time zone NOT NULL
);

ALTER TABLE ONLY switchyard.source_watch FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.source_watch OWNER TO switchyard_owner;

--
-- Name: subscription; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.subscription (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    sealed bytea NOT NULL,
    types text[] NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    reason text COLLATE pg_catalog."C",
    revision bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT subscription_reason_given CHECK (((state = 'disabled'::text) = (reason IS NOT NULL))),
    CONSTRAINT subscription_reason_known CHECK ((reason = ANY (ARRAY['by_hand'::text, 'gone'::text, 'failing'::text]))),
    CONSTRAINT subscription_state_known CHECK ((state = ANY (ARRAY['enabled'::text, 'disabled'::text, 'removed'::text])))
);
ALTER TABLE ONLY switchyard.subscription ALTER COLUMN sealed SET STATISTICS 0;

ALTER TABLE ONLY switchyard.subscription FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.subscription OWNER TO switchyard_owner;

--
-- Name: survey_answer; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.survey_answer (
    tenant_id uuid NOT NULL,
    invitation_id uuid NOT NULL,
    score smallint NOT NULL,
    comment bytea,
    quarantined boolean NOT NULL,
    answered_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT survey_answer_score_range CHECK (((score >= 1) AND (score <= 5)))
);
ALTER TABLE ONLY switchyard.survey_answer ALTER COLUMN comment SET STATISTICS 0;

ALTER TABLE ONLY switchyard.survey_answer FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.survey_answer OWNER TO switchyard_owner;

--
-- Name: survey_follow_up; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.survey_follow_up (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    invitation_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    score smallint NOT NULL,
    supervisor_id uuid,
    proposes_complaint boolean NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    overdue_told_at timestamp with time zone,
    done_at timestamp with time zone,
    done_by uuid,
    CONSTRAINT survey_follow_up_done_by_somebody CHECK (((done_at IS NULL) = (done_by IS NULL))),
    CONSTRAINT survey_follow_up_score_range CHECK (((score >= 1) AND (score <= 5)))
);

ALTER TABLE ONLY switchyard.survey_follow_up FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.survey_follow_up OWNER TO switchyard_owner;

--
-- Name: survey_invitation; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.survey_invitation (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    resolution_seq integer NOT NULL,
    token_hash bytea NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    survey_version smallint NOT NULL,
    language text NOT NULL COLLATE pg_catalog."C",
    team_id uuid,
    level smallint NOT NULL,
    resolver_id uuid,
    replier_ids uuid[] NOT NULL,
    channel text NOT NULL COLLATE pg_catalog."C",
    category text NOT NULL COLLATE pg_catalog."C",
    tier text NOT NULL COLLATE pg_catalog."C",
    resolved_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    reminded_at timestamp with time zone,
    CONSTRAINT survey_invitation_hash_length CHECK ((length(token_hash) = 32)),
    CONSTRAINT survey_invitation_period CHECK ((expires_at > sent_at)),
    CONSTRAINT survey_invitation_state_known CHECK ((state = ANY (ARRAY['sent'::text, 'answered'::text, 'superseded'::text])))
);

ALTER TABLE ONLY switchyard.survey_invitation FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.survey_invitation OWNER TO switchyard_owner;

--
-- Name: survey_turn; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.survey_turn (
    tenant_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    taken_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY switchyard.survey_turn FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.survey_turn OWNER TO switchyard_owner;

--
-- Name: ticket; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.ticket (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    reference text NOT NULL COLLATE pg_catalog."C",
    customer_id uuid NOT NULL,
    subject bytea NOT NULL,
    attributes bytea,
    channel text NOT NULL COLLATE pg_catalog."C",
    language text NOT NULL COLLATE pg_catalog."C",
    tier text NOT NULL COLLATE pg_catalog."C",
    category text NOT NULL COLLATE pg_catalog."C",
    priority switchyard.case_priority NOT NULL,
    status switchyard.case_status NOT NULL,
    level switchyard.support_level NOT NULL,
    team_id uuid,
    assignee_id uuid,
    source_id uuid,
    import_batch_id uuid,
    follow_up_of uuid,
    policy_version integer NOT NULL,
    event_count integer NOT NULL,
    revision bigint NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    resolved_at timestamp with time zone,
    split_from uuid,
    merged_into uuid,
    policy text DEFAULT 'default'::text COLLATE pg_catalog."C",
    standing_since timestamp with time zone,
    urgent_at timestamp with time zone NOT NULL,
    unserved_since timestamp with time zone,
    thread text COLLATE pg_catalog."C",
    CONSTRAINT ticket_merged_elsewhere CHECK ((merged_into <> id))
);
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN tenant_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN reference SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN customer_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN subject SET STATISTICS 0;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN attributes SET STATISTICS 0;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN channel SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN language SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN tier SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN category SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN priority SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN status SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN level SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN team_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN assignee_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN source_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN import_batch_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN follow_up_of SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN policy_version SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN event_count SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN revision SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN occurred_at SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN created_at SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN updated_at SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN resolved_at SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN split_from SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN merged_into SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN policy SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN standing_since SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN urgent_at SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN unserved_since SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket ALTER COLUMN thread SET STATISTICS 10;

ALTER TABLE ONLY switchyard.ticket FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.ticket OWNER TO switchyard_owner;

--
-- Name: ticket_ref; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.ticket_ref (
    tenant_id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    value text NOT NULL COLLATE pg_catalog."C",
    ticket_id uuid NOT NULL
);
ALTER TABLE ONLY switchyard.ticket_ref ALTER COLUMN tenant_id SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket_ref ALTER COLUMN kind SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket_ref ALTER COLUMN value SET STATISTICS 10;
ALTER TABLE ONLY switchyard.ticket_ref ALTER COLUMN ticket_id SET STATISTICS 10;

ALTER TABLE ONLY switchyard.ticket_ref FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.ticket_ref OWNER TO switchyard_owner;

--
-- Name: usage_day; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.usage_day (
    tenant_id uuid NOT NULL,
    business_date date NOT NULL,
    intake bigint NOT NULL
);

ALTER TABLE ONLY switchyard.usage_day FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.usage_day OWNER TO switchyard_owner;

--
-- Name: usage_mark; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.usage_mark (
    tenant_id uuid NOT NULL,
    message_id uuid NOT NULL,
    counted_until timestamp with time zone NOT NULL,
    storage_bytes bigint NOT NULL
);

ALTER TABLE ONLY switchyard.usage_mark FORCE ROW LEVEL SECURITY;

ALTER TABLE switchyard.usage_mark OWNER TO switchyard_owner;

--
-- Name: worker_lease; Type: TABLE; Schema: switchyard; Owner: switchyard_owner
--

CREATE TABLE switchyard.worker_lease (
    id uuid NOT NULL,
    started_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

ALTER TABLE switchyard.worker_lease OWNER TO switchyard_owner;

--
-- Name: job_done_rest; Type: TABLE ATTACH; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.job_done ATTACH PARTITION switchyard.job_done_rest DEFAULT;

--
-- Name: access_grant access_grant_pkey; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.access_grant
    ADD CONSTRAINT access_grant_pkey PRIMARY KEY (id);

--
-- Name: act act_pkey; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.act
    ADD CONSTRAINT act_pkey PRIMARY KEY (id);

--
-- Name: answer answer_pkey; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.answer
    ADD CONSTRAINT answer_pkey PRIMARY KEY (credential_id, key);

--
-- Name: api_key api_key_hash_taken; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.api_key
    ADD CONSTRAINT api_key_hash_taken UNIQUE (hash);

--
-- Name: api_key api_key_pkey; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (id);

--
-- Name: api_key api_key_prefix_taken; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.api_key
    ADD CONSTRAINT api_key_prefix_taken UNIQUE (prefix);

--
-- Name: desk desk_pkey; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.desk
    ADD CONSTRAINT desk_pkey PRIMARY KEY (tenant_id, level);

--
-- Name: factor_demand factor_demand_once; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.factor_demand
    ADD CONSTRAINT factor_demand_once UNIQUE NULLS NOT DISTINCT (tenant_id, role);

--
-- Name: factor_demand factor_demand_pkey; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.factor_demand
    ADD CONSTRAINT factor_demand_pkey PRIMARY KEY (id);

--
-- Name: operator_key operator_key_pkey; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.operator_key
    ADD CONSTRAINT operator_key_pkey PRIMARY KEY (id);

--
-- Name: password password_pkey; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.password
    ADD CONSTRAINT password_pkey PRIMARY KEY (person_id);

--
-- Name: person person_login_taken; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.person
    ADD CONSTRAINT person_login_taken UNIQUE (login_hash);

--
-- Name: person person_pkey; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);

--
-- Name: presence presence_pkey; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.presence
    ADD CONSTRAINT presence_pkey PRIMARY KEY (person_id);

--
-- Name: recovery_code recovery_code_pkey; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.recovery_code
    ADD CONSTRAINT recovery_code_pkey PRIMARY KEY (person_id, hash);

--
-- Name: second_factor second_factor_pkey; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.second_factor
    ADD CONSTRAINT second_factor_pkey PRIMARY KEY (person_id);

--
-- Name: session session_hash_taken; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.session
    ADD CONSTRAINT session_hash_taken UNIQUE (hash);

--
-- Name: session session_pkey; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);

--
-- Name: sign_in_link sign_in_link_hash_taken; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.sign_in_link
    ADD CONSTRAINT sign_in_link_hash_taken UNIQUE (hash);

--
-- Name: sign_in_link sign_in_link_pkey; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.sign_in_link
    ADD CONSTRAINT sign_in_link_pkey PRIMARY KEY (id);

--
-- Name: sign_in_throttle sign_in_throttle_pkey; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.sign_in_throttle
    ADD CONSTRAINT sign_in_throttle_pkey PRIMARY KEY (account, place);

--
-- Name: source source_address_taken; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.source
    ADD CONSTRAINT source_address_taken UNIQUE (address);

--
-- Name: source source_name_taken; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.source
    ADD CONSTRAINT source_name_taken UNIQUE (tenant_id, name);

--
-- Name: source source_pkey; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.source
    ADD CONSTRAINT source_pkey PRIMARY KEY (id);

--
-- Name: source_secret source_secret_pkey; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.source_secret
    ADD CONSTRAINT source_secret_pkey PRIMARY KEY (source_id, slot);

--
-- Name: team_member team_member_pkey; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.team_member
    ADD CONSTRAINT team_member_pkey PRIMARY KEY (team_id, person_id);

--
-- Name: team team_name_taken; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.team
    ADD CONSTRAINT team_name_taken UNIQUE (name);

--
-- Name: team team_pkey; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.team
    ADD CONSTRAINT team_pkey PRIMARY KEY (id);

--
-- Name: tenant tenant_pkey; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.tenant
    ADD CONSTRAINT tenant_pkey PRIMARY KEY (id);

--
-- Name: tenant tenant_slug_taken; Type: CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.tenant
    ADD CONSTRAINT tenant_slug_taken UNIQUE (slug);

--
-- Name: applied applied_version; Type: CONSTRAINT; Schema: migration; Owner: switchyard_owner
--

ALTER TABLE ONLY migration.applied
    ADD CONSTRAINT applied_version PRIMARY KEY (version);

--
-- Name: compatibility compatibility_pkey; Type: CONSTRAINT; Schema: migration; Owner: switchyard_owner
--

ALTER TABLE ONLY migration.compatibility
    ADD CONSTRAINT compatibility_pkey PRIMARY KEY (is_only);

--
-- Name: table_family table_family_pkey; Type: CONSTRAINT; Schema: migration; Owner: switchyard_owner
--

ALTER TABLE ONLY migration.table_family
    ADD CONSTRAINT table_family_pkey PRIMARY KEY (table_name);

--
-- Name: alarm alarm_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.alarm
    ADD CONSTRAINT alarm_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: bulk_act_case bulk_act_case_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.bulk_act_case
    ADD CONSTRAINT bulk_act_case_pkey PRIMARY KEY (tenant_id, act_id, "position");

--
-- Name: bulk_act bulk_act_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.bulk_act
    ADD CONSTRAINT bulk_act_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: client_contact client_contact_id_taken; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.client_contact
    ADD CONSTRAINT client_contact_id_taken UNIQUE (tenant_id, id);

--
-- Name: client_contact client_contact_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.client_contact
    ADD CONSTRAINT client_contact_pkey PRIMARY KEY (tenant_id, purpose);

--
-- Name: clock_sweep clock_sweep_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.clock_sweep
    ADD CONSTRAINT clock_sweep_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: correction_act correction_act_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.correction_act
    ADD CONSTRAINT correction_act_pkey PRIMARY KEY (tenant_id, correction_id, state);

--
-- Name: correction correction_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.correction
    ADD CONSTRAINT correction_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: customer customer_external_taken; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.customer
    ADD CONSTRAINT customer_external_taken UNIQUE (tenant_id, external_hash);

--
-- Name: customer customer_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.customer
    ADD CONSTRAINT customer_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: data_key data_key_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.data_key
    ADD CONSTRAINT data_key_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: delivery_attempt delivery_attempt_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.delivery_attempt
    ADD CONSTRAINT delivery_attempt_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: delivery delivery_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: digest digest_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.digest
    ADD CONSTRAINT digest_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: endpoint endpoint_one_for_a_purpose; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.endpoint
    ADD CONSTRAINT endpoint_one_for_a_purpose UNIQUE (tenant_id, purpose);

--
-- Name: endpoint endpoint_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.endpoint
    ADD CONSTRAINT endpoint_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: event event_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (tenant_id, ticket_id, case_seq);

--
-- Name: exclusion_act exclusion_act_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.exclusion_act
    ADD CONSTRAINT exclusion_act_pkey PRIMARY KEY (tenant_id, exclusion_id, state);

--
-- Name: exclusion exclusion_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.exclusion
    ADD CONSTRAINT exclusion_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: fact_case fact_case_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.fact_case
    ADD CONSTRAINT fact_case_pkey PRIMARY KEY (tenant_id, ticket_id);

--
-- Name: fact_cycle fact_cycle_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.fact_cycle
    ADD CONSTRAINT fact_cycle_pkey PRIMARY KEY (tenant_id, ticket_id, metric, cycle_key, threshold_seconds, from_revision);

--
-- Name: fact_cycle_sweep fact_cycle_sweep_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.fact_cycle_sweep
    ADD CONSTRAINT fact_cycle_sweep_pkey PRIMARY KEY (tenant_id);

--
-- Name: fact_stale fact_stale_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.fact_stale
    ADD CONSTRAINT fact_stale_pkey PRIMARY KEY (tenant_id, ticket_id, case_revision);

--
-- Name: handover_offer handover_offer_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.handover_offer
    ADD CONSTRAINT handover_offer_pkey PRIMARY KEY (tenant_id, ticket_id);

--
-- Name: import_batch import_batch_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.import_batch
    ADD CONSTRAINT import_batch_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: job_dead job_dead_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.job_dead
    ADD CONSTRAINT job_dead_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: job_done job_done_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.job_done
    ADD CONSTRAINT job_done_pkey PRIMARY KEY (tenant_id, id, finished_at);

--
-- Name: job_done_rest job_done_rest_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.job_done_rest
    ADD CONSTRAINT job_done_rest_pkey PRIMARY KEY (tenant_id, id, finished_at);

--
-- Name: job_hold job_hold_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.job_hold
    ADD CONSTRAINT job_hold_pkey PRIMARY KEY (tenant_id, kind);

--
-- Name: job_kind_hold job_kind_hold_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.job_kind_hold
    ADD CONSTRAINT job_kind_hold_pkey PRIMARY KEY (kind);

--
-- Name: job job_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: job_slot job_slot_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.job_slot
    ADD CONSTRAINT job_slot_pkey PRIMARY KEY (tenant_id, kind, number);

--
-- Name: message message_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: notice notice_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.notice
    ADD CONSTRAINT notice_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: quota quota_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.quota
    ADD CONSTRAINT quota_pkey PRIMARY KEY (tenant_id);

--
-- Name: receipt receipt_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.receipt
    ADD CONSTRAINT receipt_pkey PRIMARY KEY (tenant_id, key);

--
-- Name: restatement_act restatement_act_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.restatement_act
    ADD CONSTRAINT restatement_act_pkey PRIMARY KEY (tenant_id, restatement_id, state);

--
-- Name: restatement restatement_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.restatement
    ADD CONSTRAINT restatement_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: restatement restatement_revision_taken; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.restatement
    ADD CONSTRAINT restatement_revision_taken UNIQUE (tenant_id, revision);

--
-- Name: roll_up_mark roll_up_mark_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.roll_up_mark
    ADD CONSTRAINT roll_up_mark_pkey PRIMARY KEY (tenant_id);

--
-- Name: rota_override rota_override_id_taken; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.rota_override
    ADD CONSTRAINT rota_override_id_taken UNIQUE (tenant_id, id);

--
-- Name: rota_override rota_override_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.rota_override
    ADD CONSTRAINT rota_override_pkey PRIMARY KEY (tenant_id, number);

--
-- Name: rota_version rota_version_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.rota_version
    ADD CONSTRAINT rota_version_pkey PRIMARY KEY (tenant_id, version);

--
-- Name: schedule_fire schedule_fire_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.schedule_fire
    ADD CONSTRAINT schedule_fire_pkey PRIMARY KEY (schedule, fire_at);

--
-- Name: schedule schedule_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.schedule
    ADD CONSTRAINT schedule_pkey PRIMARY KEY (name);

--
-- Name: service_level_version service_level_version_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.service_level_version
    ADD CONSTRAINT service_level_version_pkey PRIMARY KEY (tenant_id, version);

--
-- Name: serving_team serving_team_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.serving_team
    ADD CONSTRAINT serving_team_pkey PRIMARY KEY (tenant_id, team_id);

--
-- Name: setting_version setting_version_id_taken; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.setting_version
    ADD CONSTRAINT setting_version_id_taken UNIQUE (tenant_id, id);

--
-- Name: setting_version setting_version_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.setting_version
    ADD CONSTRAINT setting_version_pkey PRIMARY KEY (tenant_id, kind, line, version);

--
-- Name: sla_cycle sla_cycle_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.sla_cycle
    ADD CONSTRAINT sla_cycle_pkey PRIMARY KEY (tenant_id, ticket_id, metric, cycle_key);

--
-- Name: sla_span sla_span_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.sla_span
    ADD CONSTRAINT sla_span_pkey PRIMARY KEY (tenant_id, ticket_id, metric, cycle_key, from_at);

--
-- Name: sla_step sla_step_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.sla_step
    ADD CONSTRAINT sla_step_pkey PRIMARY KEY (tenant_id, ticket_id, metric, cycle_key, step, target_revision);

--
-- Name: sla_timer sla_timer_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.sla_timer
    ADD CONSTRAINT sla_timer_pkey PRIMARY KEY (tenant_id, ticket_id);

--
-- Name: solution solution_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.solution
    ADD CONSTRAINT solution_pkey PRIMARY KEY (tenant_id, ticket_id, version);

--
-- Name: solution_search solution_search_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.solution_search
    ADD CONSTRAINT solution_search_pkey PRIMARY KEY (tenant_id, ticket_id);

--
-- Name: source_heard source_heard_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.source_heard
    ADD CONSTRAINT source_heard_pkey PRIMARY KEY (tenant_id, source_id);

--
-- Name: source_rejection source_rejection_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.source_rejection
    ADD CONSTRAINT source_rejection_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: source_watch source_watch_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.source_watch
    ADD CONSTRAINT source_watch_pkey PRIMARY KEY (tenant_id);

--
-- Name: subscription subscription_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.subscription
    ADD CONSTRAINT subscription_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: survey_answer survey_answer_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.survey_answer
    ADD CONSTRAINT survey_answer_pkey PRIMARY KEY (tenant_id, invitation_id);

--
-- Name: survey_follow_up survey_follow_up_once_an_invitation; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.survey_follow_up
    ADD CONSTRAINT survey_follow_up_once_an_invitation UNIQUE (tenant_id, invitation_id);

--
-- Name: survey_follow_up survey_follow_up_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.survey_follow_up
    ADD CONSTRAINT survey_follow_up_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: survey_invitation survey_invitation_once_a_resolution; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.survey_invitation
    ADD CONSTRAINT survey_invitation_once_a_resolution UNIQUE (tenant_id, ticket_id, resolution_seq);

--
-- Name: survey_invitation survey_invitation_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.survey_invitation
    ADD CONSTRAINT survey_invitation_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: survey_invitation survey_invitation_token_taken; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.survey_invitation
    ADD CONSTRAINT survey_invitation_token_taken UNIQUE (tenant_id, token_hash);

--
-- Name: survey_turn survey_turn_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.survey_turn
    ADD CONSTRAINT survey_turn_pkey PRIMARY KEY (tenant_id, customer_id);

--
-- Name: ticket ticket_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.ticket
    ADD CONSTRAINT ticket_pkey PRIMARY KEY (tenant_id, id);

--
-- Name: ticket_ref ticket_ref_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.ticket_ref
    ADD CONSTRAINT ticket_ref_pkey PRIMARY KEY (tenant_id, kind, value, ticket_id);

--
-- Name: ticket ticket_reference_taken; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.ticket
    ADD CONSTRAINT ticket_reference_taken UNIQUE (tenant_id, reference);

--
-- Name: ticket ticket_thread_taken; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.ticket
    ADD CONSTRAINT ticket_thread_taken UNIQUE (tenant_id, thread);

--
-- Name: usage_day usage_day_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.usage_day
    ADD CONSTRAINT usage_day_pkey PRIMARY KEY (tenant_id, business_date);

--
-- Name: usage_mark usage_mark_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.usage_mark
    ADD CONSTRAINT usage_mark_pkey PRIMARY KEY (tenant_id);

--
-- Name: worker_lease worker_lease_pkey; Type: CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.worker_lease
    ADD CONSTRAINT worker_lease_pkey PRIMARY KEY (id);

--
-- Name: access_grant_of_firm; Type: INDEX; Schema: directory; Owner: switchyard_owner
--

CREATE INDEX access_grant_of_firm ON directory.access_grant USING btree (person_id) WHERE (tenant_id IS NULL);

--
-- Name: access_grant_person_tenant; Type: INDEX; Schema: directory; Owner: switchyard_owner
--

CREATE INDEX access_grant_person_tenant ON directory.access_grant USING btree (person_id, tenant_id);

--
-- Name: access_grant_tenant_level; Type: INDEX; Schema: directory; Owner: switchyard_owner
--

CREATE INDEX access_grant_tenant_level ON directory.access_grant USING btree (tenant_id, level);

--
-- Name: act_tenant; Type: INDEX; Schema: directory; Owner: switchyard_owner
--

CREATE INDEX act_tenant ON directory.act USING btree (tenant_id, recorded_at);

--
-- Name: answer_created; Type: INDEX; Schema: directory; Owner: switchyard_owner
--

CREATE INDEX answer_created ON directory.answer USING btree (created_at);

--
-- Name: api_key_tenant; Type: INDEX; Schema: directory; Owner: switchyard_owner
--

CREATE INDEX api_key_tenant ON directory.api_key USING btree (tenant_id);

--
-- Name: session_expires; Type: INDEX; Schema: directory; Owner: switchyard_owner
--

CREATE INDEX session_expires ON directory.session USING btree (expires_at);

--
-- Name: session_of_person; Type: INDEX; Schema: directory; Owner: switchyard_owner
--

CREATE INDEX session_of_person ON directory.session USING btree (person_id) WHERE (ended_at IS NULL);

--
-- Name: sign_in_link_due; Type: INDEX; Schema: directory; Owner: switchyard_owner
--

CREATE INDEX sign_in_link_due ON directory.sign_in_link USING btree (send_at) WHERE (send_at IS NOT NULL);

--
-- Name: sign_in_link_expires; Type: INDEX; Schema: directory; Owner: switchyard_owner
--

CREATE INDEX sign_in_link_expires ON directory.sign_in_link USING btree (expires_at);

--
-- Name: sign_in_link_of_login; Type: INDEX; Schema: directory; Owner: switchyard_owner
--

CREATE INDEX sign_in_link_of_login ON directory.sign_in_link USING btree (login_hash) WHERE (used_at IS NULL);

--
-- Name: sign_in_link_of_person; Type: INDEX; Schema: directory; Owner: switchyard_owner
--

CREATE INDEX sign_in_link_of_person ON directory.sign_in_link USING btree (person_id) WHERE (used_at IS NULL);

--
-- Name: sign_in_throttle_tried; Type: INDEX; Schema: directory; Owner: switchyard_owner
--

CREATE INDEX sign_in_throttle_tried ON directory.sign_in_throttle USING btree (tried_at);

--
-- Name: alarm_in_order; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX alarm_in_order ON switchyard.alarm USING btree (tenant_id, raised_at, id);

--
-- Name: alarm_one_open; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE UNIQUE INDEX alarm_one_open ON switchyard.alarm USING btree (tenant_id, kind, subject) WHERE (ended_at IS NULL);

--
-- Name: alarm_over; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX alarm_over ON switchyard.alarm USING btree (tenant_id, ended_at) WHERE (ended_at IS NOT NULL);

--
-- Name: bulk_act_case_in_state; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX bulk_act_case_in_state ON switchyard.bulk_act_case USING btree (tenant_id, act_id, state, "position");

--
-- Name: bulk_act_case_once; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE UNIQUE INDEX bulk_act_case_once ON switchyard.bulk_act_case USING btree (tenant_id, ticket_id, act_id);

--
-- Name: bulk_act_newest; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX bulk_act_newest ON switchyard.bulk_act USING btree (tenant_id, started_at, id);

--
-- Name: bulk_act_slot_taken; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE UNIQUE INDEX bulk_act_slot_taken ON switchyard.bulk_act USING btree (tenant_id, slot) WHERE (slot IS NOT NULL);

--
-- Name: correction_newest; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX correction_newest ON switchyard.correction USING btree (tenant_id, proposed_at, id);

--
-- Name: correction_of_case; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX correction_of_case ON switchyard.correction USING btree (tenant_id, ticket_id);

--
-- Name: correction_one_a_case; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE UNIQUE INDEX correction_one_a_case ON switchyard.correction USING btree (tenant_id, ticket_id) WHERE (state = 'proposed'::text);

--
-- Name: delivery_accepted; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX delivery_accepted ON switchyard.delivery USING btree (tenant_id, concluded_at) INCLUDE (kind) WHERE (state = 'accepted'::text);

--
-- Name: delivery_attempt_of_delivery; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX delivery_attempt_of_delivery ON switchyard.delivery_attempt USING btree (tenant_id, delivery_id, id);

--
-- Name: delivery_of_subscription; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX delivery_of_subscription ON switchyard.delivery USING btree (tenant_id, subscription_id, created_at, id) WHERE (subscription_id IS NOT NULL);

--
-- Name: delivery_of_subscription_in_state; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX delivery_of_subscription_in_state ON switchyard.delivery USING btree (tenant_id, subscription_id, state, created_at, id) WHERE (subscription_id IS NOT NULL);

--
-- Name: delivery_of_ticket; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX delivery_of_ticket ON switchyard.delivery USING btree (tenant_id, ticket_id, created_at);

--
-- Name: digest_one_open; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE UNIQUE INDEX digest_one_open ON switchyard.digest USING btree (tenant_id, recipient) WHERE (closed_at IS NULL);

--
-- Name: event_clock_relaxed; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX event_clock_relaxed ON switchyard.event USING btree (tenant_id, recorded_at, id) WHERE (kind = 'clock_relaxed'::text);

--
-- Name: exclusion_newest; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX exclusion_newest ON switchyard.exclusion USING btree (tenant_id, proposed_at, id);

--
-- Name: exclusion_of_windows; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX exclusion_of_windows ON switchyard.exclusion USING btree (tenant_id, from_at) WHERE (ticket_id IS NULL);

--
-- Name: exclusion_one_a_case; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE UNIQUE INDEX exclusion_one_a_case ON switchyard.exclusion USING btree (tenant_id, ticket_id) WHERE ((ticket_id IS NOT NULL) AND (state = ANY (ARRAY['proposed'::text, 'approved'::text])));

--
-- Name: fact_case_day; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX fact_case_day ON switchyard.fact_case USING btree (tenant_id, business_date);

--
-- Name: fact_cycle_arrival; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX fact_cycle_arrival ON switchyard.fact_cycle USING btree (tenant_id, metric, threshold_seconds, arrived_at) WHERE (arrived_at IS NOT NULL);

--
-- Name: fact_cycle_period; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX fact_cycle_period ON switchyard.fact_cycle USING btree (tenant_id, metric, threshold_seconds, final_at);

--
-- Name: fact_cycle_running; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX fact_cycle_running ON switchyard.fact_cycle USING btree (tenant_id, ticket_id) WHERE (outcome = 'running'::text);

--
-- Name: fact_cycle_unanswered; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX fact_cycle_unanswered ON switchyard.fact_cycle USING btree (tenant_id, unanswered_at) WHERE (unanswered_at IS NOT NULL);

--
-- Name: handover_offer_next; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX handover_offer_next ON switchyard.handover_offer USING btree (tenant_id, expires_at, ticket_id);

--
-- Name: import_batch_once_a_file; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE UNIQUE INDEX import_batch_once_a_file ON switchyard.import_batch USING btree (tenant_id, file_sha256) WHERE (undone_at IS NULL);

--
-- Name: job_dedup_taken; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE UNIQUE INDEX job_dedup_taken ON switchyard.job USING btree (tenant_id, kind, dedup_key) WHERE (dedup_key IS NOT NULL);

--
-- Name: job_due; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX job_due ON switchyard.job USING btree (run_at) WHERE (run_at IS NOT NULL);

--
-- Name: job_in_order; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX job_in_order ON switchyard.job USING btree (tenant_id, ordering_key, place) WHERE (ordering_key IS NOT NULL);

--
-- Name: job_of_kind; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX job_of_kind ON switchyard.job USING btree (tenant_id, kind, run_at) WHERE (run_at IS NOT NULL);

--
-- Name: job_order_taken; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE UNIQUE INDEX job_order_taken ON switchyard.job USING btree (tenant_id, ordering_key) WHERE ((ordering_key IS NOT NULL) AND (run_at IS NOT NULL));

--
-- Name: message_of_ticket; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX message_of_ticket ON switchyard.message USING btree (tenant_id, ticket_id, occurred_at, id);

--
-- Name: notice_of_delivery; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX notice_of_delivery ON switchyard.notice USING btree (tenant_id, delivery_id, ticket_id, at);

--
-- Name: notice_of_ticket; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX notice_of_ticket ON switchyard.notice USING btree (tenant_id, ticket_id, created_at, id);

--
-- Name: notice_recent; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX notice_recent ON switchyard.notice USING btree (tenant_id, recipient, created_at);

--
-- Name: receipt_created; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX receipt_created ON switchyard.receipt USING btree (tenant_id, created_at);

--
-- Name: restatement_newest; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX restatement_newest ON switchyard.restatement USING btree (tenant_id, proposed_at, id);

--
-- Name: rota_override_end; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX rota_override_end ON switchyard.rota_override USING btree (tenant_id, until_at);

--
-- Name: schedule_fire_open; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX schedule_fire_open ON switchyard.schedule_fire USING btree (schedule, fire_at) WHERE (finished_at IS NULL);

--
-- Name: search_message_tokens; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX search_message_tokens ON switchyard.message USING gin (tenant_id, tokens);

--
-- Name: search_solution_tokens; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX search_solution_tokens ON switchyard.solution_search USING gin (tenant_id, tokens);

--
-- Name: sla_timer_due; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX sla_timer_due ON switchyard.sla_timer USING btree (wake_at);

--
-- Name: sla_timer_tenant_due; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX sla_timer_tenant_due ON switchyard.sla_timer USING btree (tenant_id, wake_at);

--
-- Name: solution_search_category; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX solution_search_category ON switchyard.solution_search USING btree (tenant_id, category, written_at, ticket_id);

--
-- Name: solution_search_newest; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX solution_search_newest ON switchyard.solution_search USING btree (tenant_id, written_at, ticket_id);

--
-- Name: source_rejection_newest; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX source_rejection_newest ON switchyard.source_rejection USING btree (tenant_id, source_id, recorded_at);

--
-- Name: survey_answer_answered; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX survey_answer_answered ON switchyard.survey_answer USING btree (tenant_id, answered_at);

--
-- Name: survey_follow_up_due; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX survey_follow_up_due ON switchyard.survey_follow_up USING btree (tenant_id, due_at, id);

--
-- Name: survey_follow_up_open; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX survey_follow_up_open ON switchyard.survey_follow_up USING btree (tenant_id, due_at, id) WHERE (done_at IS NULL);

--
-- Name: survey_invitation_of_customer; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX survey_invitation_of_customer ON switchyard.survey_invitation USING btree (tenant_id, customer_id, sent_at);

--
-- Name: survey_invitation_sent; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX survey_invitation_sent ON switchyard.survey_invitation USING btree (tenant_id, sent_at);

--
-- Name: ticket_assigned; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX ticket_assigned ON switchyard.ticket USING btree (tenant_id, assignee_id, created_at, id) WHERE (assignee_id IS NOT NULL);

--
-- Name: ticket_imported; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX ticket_imported ON switchyard.ticket USING btree (tenant_id, import_batch_id) WHERE (import_batch_id IS NOT NULL);

--
-- Name: ticket_in_hand; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX ticket_in_hand ON switchyard.ticket USING btree (tenant_id, assignee_id) WHERE ((assignee_id IS NOT NULL) AND (resolved_at IS NULL));

--
-- Name: ticket_merged; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX ticket_merged ON switchyard.ticket USING btree (tenant_id, merged_into) WHERE (merged_into IS NOT NULL);

--
-- Name: ticket_newest; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX ticket_newest ON switchyard.ticket USING btree (tenant_id, created_at, id);

--
-- Name: ticket_of_customer; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX ticket_of_customer ON switchyard.ticket USING btree (tenant_id, customer_id);

--
-- Name: ticket_open; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX ticket_open ON switchyard.ticket USING btree (tenant_id, id) WHERE (resolved_at IS NULL);

--
-- Name: ticket_ref_of_ticket; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX ticket_ref_of_ticket ON switchyard.ticket_ref USING btree (tenant_id, ticket_id);

--
-- Name: ticket_resolved; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX ticket_resolved ON switchyard.ticket USING btree (tenant_id, resolved_at) WHERE (resolved_at IS NOT NULL);

--
-- Name: ticket_split; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX ticket_split ON switchyard.ticket USING btree (tenant_id, split_from) WHERE (split_from IS NOT NULL);

--
-- Name: ticket_standing; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX ticket_standing ON switchyard.ticket USING btree (tenant_id, created_at, id) WHERE (standing_since IS NOT NULL);

--
-- Name: ticket_unserved; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX ticket_unserved ON switchyard.ticket USING btree (tenant_id, urgent_at, id) WHERE (unserved_since IS NOT NULL);

--
-- Name: ticket_urgent; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX ticket_urgent ON switchyard.ticket USING btree (tenant_id, urgent_at, id) WHERE (resolved_at IS NULL);

--
-- Name: ticket_without_policy; Type: INDEX; Schema: switchyard; Owner: switchyard_owner
--

CREATE INDEX ticket_without_policy ON switchyard.ticket USING btree (tenant_id, created_at, id) WHERE (policy IS NULL);

--
-- Name: job_done_rest_pkey; Type: INDEX ATTACH; Schema: switchyard; Owner: switchyard_owner
--

ALTER INDEX switchyard.job_done_pkey ATTACH PARTITION switchyard.job_done_rest_pkey;

--
-- Name: access_grant access_grant_person; Type: FK CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.access_grant
    ADD CONSTRAINT access_grant_person FOREIGN KEY (person_id) REFERENCES directory.person(id);

--
-- Name: access_grant access_grant_tenant; Type: FK CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.access_grant
    ADD CONSTRAINT access_grant_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: api_key api_key_person; Type: FK CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.api_key
    ADD CONSTRAINT api_key_person FOREIGN KEY (person_id) REFERENCES directory.person(id);

--
-- Name: api_key api_key_tenant; Type: FK CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.api_key
    ADD CONSTRAINT api_key_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: desk desk_team; Type: FK CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.desk
    ADD CONSTRAINT desk_team FOREIGN KEY (team_id) REFERENCES directory.team(id);

--
-- Name: desk desk_tenant; Type: FK CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.desk
    ADD CONSTRAINT desk_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: factor_demand factor_demand_tenant; Type: FK CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.factor_demand
    ADD CONSTRAINT factor_demand_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: password password_person; Type: FK CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.password
    ADD CONSTRAINT password_person FOREIGN KEY (person_id) REFERENCES directory.person(id);

--
-- Name: presence presence_person; Type: FK CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.presence
    ADD CONSTRAINT presence_person FOREIGN KEY (person_id) REFERENCES directory.person(id);

--
-- Name: recovery_code recovery_code_factor; Type: FK CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.recovery_code
    ADD CONSTRAINT recovery_code_factor FOREIGN KEY (person_id) REFERENCES directory.second_factor(person_id) ON DELETE CASCADE;

--
-- Name: second_factor second_factor_person; Type: FK CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.second_factor
    ADD CONSTRAINT second_factor_person FOREIGN KEY (person_id) REFERENCES directory.person(id);

--
-- Name: session session_person; Type: FK CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.session
    ADD CONSTRAINT session_person FOREIGN KEY (person_id) REFERENCES directory.person(id);

--
-- Name: sign_in_link sign_in_link_person; Type: FK CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.sign_in_link
    ADD CONSTRAINT sign_in_link_person FOREIGN KEY (person_id) REFERENCES directory.person(id);

--
-- Name: source_secret source_secret_source; Type: FK CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.source_secret
    ADD CONSTRAINT source_secret_source FOREIGN KEY (source_id) REFERENCES directory.source(id);

--
-- Name: source source_tenant; Type: FK CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.source
    ADD CONSTRAINT source_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: team_member team_member_person; Type: FK CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.team_member
    ADD CONSTRAINT team_member_person FOREIGN KEY (person_id) REFERENCES directory.person(id);

--
-- Name: team_member team_member_team; Type: FK CONSTRAINT; Schema: directory; Owner: switchyard_owner
--

ALTER TABLE ONLY directory.team_member
    ADD CONSTRAINT team_member_team FOREIGN KEY (team_id) REFERENCES directory.team(id);

--
-- Name: alarm alarm_tenant; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.alarm
    ADD CONSTRAINT alarm_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: bulk_act_case bulk_act_case_act; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.bulk_act_case
    ADD CONSTRAINT bulk_act_case_act FOREIGN KEY (tenant_id, act_id) REFERENCES switchyard.bulk_act(tenant_id, id) ON DELETE CASCADE;

--
-- Name: bulk_act_case bulk_act_case_ticket; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.bulk_act_case
    ADD CONSTRAINT bulk_act_case_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket(tenant_id, id) ON DELETE CASCADE;

--
-- Name: bulk_act bulk_act_person; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.bulk_act
    ADD CONSTRAINT bulk_act_person FOREIGN KEY (person_id) REFERENCES directory.person(id);

--
-- Name: bulk_act bulk_act_tenant; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.bulk_act
    ADD CONSTRAINT bulk_act_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: bulk_act bulk_act_undone_by; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.bulk_act
    ADD CONSTRAINT bulk_act_undone_by FOREIGN KEY (undone_by) REFERENCES directory.person(id);

--
-- Name: client_contact client_contact_tenant; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.client_contact
    ADD CONSTRAINT client_contact_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: clock_sweep clock_sweep_version; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.clock_sweep
    ADD CONSTRAINT clock_sweep_version FOREIGN KEY (tenant_id, id) REFERENCES switchyard.setting_version(tenant_id, id);

--
-- Name: correction_act correction_act_correction; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.correction_act
    ADD CONSTRAINT correction_act_correction FOREIGN KEY (tenant_id, correction_id) REFERENCES switchyard.correction(tenant_id, id) ON DELETE CASCADE;

--
-- Name: correction correction_ticket; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.correction
    ADD CONSTRAINT correction_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket(tenant_id, id) ON DELETE CASCADE;

--
-- Name: data_key data_key_tenant; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.data_key
    ADD CONSTRAINT data_key_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: delivery_attempt delivery_attempt_delivery; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.delivery_attempt
    ADD CONSTRAINT delivery_attempt_delivery FOREIGN KEY (tenant_id, delivery_id) REFERENCES switchyard.delivery(tenant_id, id) ON DELETE CASCADE;

--
-- Name: delivery delivery_subscription; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.delivery
    ADD CONSTRAINT delivery_subscription FOREIGN KEY (tenant_id, subscription_id) REFERENCES switchyard.subscription(tenant_id, id);

--
-- Name: delivery delivery_ticket; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.delivery
    ADD CONSTRAINT delivery_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket(tenant_id, id) ON DELETE CASCADE;

--
-- Name: digest digest_delivery; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.digest
    ADD CONSTRAINT digest_delivery FOREIGN KEY (tenant_id, id) REFERENCES switchyard.delivery(tenant_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;

--
-- Name: endpoint endpoint_tenant; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.endpoint
    ADD CONSTRAINT endpoint_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: event event_ticket; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.event
    ADD CONSTRAINT event_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket(tenant_id, id) ON DELETE CASCADE;

--
-- Name: exclusion_act exclusion_act_exclusion; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.exclusion_act
    ADD CONSTRAINT exclusion_act_exclusion FOREIGN KEY (tenant_id, exclusion_id) REFERENCES switchyard.exclusion(tenant_id, id) ON DELETE CASCADE;

--
-- Name: exclusion exclusion_tenant; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.exclusion
    ADD CONSTRAINT exclusion_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: exclusion exclusion_ticket; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.exclusion
    ADD CONSTRAINT exclusion_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket(tenant_id, id) ON DELETE CASCADE;

--
-- Name: fact_case fact_case_ticket; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.fact_case
    ADD CONSTRAINT fact_case_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket(tenant_id, id) ON DELETE CASCADE;

--
-- Name: fact_cycle_sweep fact_cycle_sweep_tenant; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.fact_cycle_sweep
    ADD CONSTRAINT fact_cycle_sweep_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: fact_cycle fact_cycle_ticket; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.fact_cycle
    ADD CONSTRAINT fact_cycle_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket(tenant_id, id) ON DELETE CASCADE;

--
-- Name: fact_stale fact_stale_ticket; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.fact_stale
    ADD CONSTRAINT fact_stale_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket(tenant_id, id) ON DELETE CASCADE;

--
-- Name: handover_offer handover_offer_person; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.handover_offer
    ADD CONSTRAINT handover_offer_person FOREIGN KEY (person_id) REFERENCES directory.person(id);

--
-- Name: handover_offer handover_offer_team; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.handover_offer
    ADD CONSTRAINT handover_offer_team FOREIGN KEY (tenant_id, team_id) REFERENCES switchyard.serving_team(tenant_id, team_id);

--
-- Name: handover_offer handover_offer_ticket; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.handover_offer
    ADD CONSTRAINT handover_offer_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket(tenant_id, id) ON DELETE CASCADE;

--
-- Name: import_batch import_batch_tenant; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.import_batch
    ADD CONSTRAINT import_batch_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: message message_ticket; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.message
    ADD CONSTRAINT message_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket(tenant_id, id) ON DELETE CASCADE;

--
-- Name: notice notice_delivery; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.notice
    ADD CONSTRAINT notice_delivery FOREIGN KEY (tenant_id, delivery_id) REFERENCES switchyard.delivery(tenant_id, id) ON DELETE CASCADE;

--
-- Name: notice notice_ticket; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.notice
    ADD CONSTRAINT notice_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket(tenant_id, id) ON DELETE CASCADE;

--
-- Name: quota quota_tenant; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.quota
    ADD CONSTRAINT quota_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: restatement_act restatement_act_restatement; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.restatement_act
    ADD CONSTRAINT restatement_act_restatement FOREIGN KEY (tenant_id, restatement_id) REFERENCES switchyard.restatement(tenant_id, id) ON DELETE CASCADE;

--
-- Name: restatement restatement_policy; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.restatement
    ADD CONSTRAINT restatement_policy FOREIGN KEY (tenant_id, policy_id) REFERENCES switchyard.setting_version(tenant_id, id);

--
-- Name: restatement restatement_tenant; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.restatement
    ADD CONSTRAINT restatement_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: roll_up_mark roll_up_mark_tenant; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.roll_up_mark
    ADD CONSTRAINT roll_up_mark_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: rota_override rota_override_person; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.rota_override
    ADD CONSTRAINT rota_override_person FOREIGN KEY (person_id) REFERENCES directory.person(id);

--
-- Name: rota_override rota_override_tenant; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.rota_override
    ADD CONSTRAINT rota_override_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: rota_version rota_version_tenant; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.rota_version
    ADD CONSTRAINT rota_version_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: service_level_version service_level_version_tenant; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.service_level_version
    ADD CONSTRAINT service_level_version_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: serving_team serving_team_team; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.serving_team
    ADD CONSTRAINT serving_team_team FOREIGN KEY (team_id) REFERENCES directory.team(id);

--
-- Name: setting_version setting_version_tenant; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.setting_version
    ADD CONSTRAINT setting_version_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: sla_cycle sla_cycle_ticket; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.sla_cycle
    ADD CONSTRAINT sla_cycle_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket(tenant_id, id) ON DELETE CASCADE;

--
-- Name: sla_span sla_span_cycle; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.sla_span
    ADD CONSTRAINT sla_span_cycle FOREIGN KEY (tenant_id, ticket_id, metric, cycle_key) REFERENCES switchyard.sla_cycle(tenant_id, ticket_id, metric, cycle_key) ON DELETE CASCADE;

--
-- Name: sla_step sla_step_ticket; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.sla_step
    ADD CONSTRAINT sla_step_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket(tenant_id, id) ON DELETE CASCADE;

--
-- Name: solution_search solution_search_version; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.solution_search
    ADD CONSTRAINT solution_search_version FOREIGN KEY (tenant_id, ticket_id, version) REFERENCES switchyard.solution(tenant_id, ticket_id, version) ON DELETE CASCADE;

--
-- Name: solution solution_ticket; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.solution
    ADD CONSTRAINT solution_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket(tenant_id, id) ON DELETE CASCADE;

--
-- Name: source_heard source_heard_tenant; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.source_heard
    ADD CONSTRAINT source_heard_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: source_watch source_watch_tenant; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.source_watch
    ADD CONSTRAINT source_watch_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: subscription subscription_tenant; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.subscription
    ADD CONSTRAINT subscription_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: survey_answer survey_answer_invitation; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.survey_answer
    ADD CONSTRAINT survey_answer_invitation FOREIGN KEY (tenant_id, invitation_id) REFERENCES switchyard.survey_invitation(tenant_id, id) ON DELETE CASCADE;

--
-- Name: survey_follow_up survey_follow_up_invitation; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.survey_follow_up
    ADD CONSTRAINT survey_follow_up_invitation FOREIGN KEY (tenant_id, invitation_id) REFERENCES switchyard.survey_invitation(tenant_id, id) ON DELETE CASCADE;

--
-- Name: survey_follow_up survey_follow_up_ticket; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.survey_follow_up
    ADD CONSTRAINT survey_follow_up_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket(tenant_id, id) ON DELETE CASCADE;

--
-- Name: survey_invitation survey_invitation_customer; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.survey_invitation
    ADD CONSTRAINT survey_invitation_customer FOREIGN KEY (tenant_id, customer_id) REFERENCES switchyard.customer(tenant_id, id);

--
-- Name: survey_invitation survey_invitation_ticket; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.survey_invitation
    ADD CONSTRAINT survey_invitation_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket(tenant_id, id) ON DELETE CASCADE;

--
-- Name: survey_turn survey_turn_customer; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.survey_turn
    ADD CONSTRAINT survey_turn_customer FOREIGN KEY (tenant_id, customer_id) REFERENCES switchyard.customer(tenant_id, id) ON DELETE CASCADE;

--
-- Name: ticket ticket_assignee; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.ticket
    ADD CONSTRAINT ticket_assignee FOREIGN KEY (assignee_id) REFERENCES directory.person(id);

--
-- Name: ticket ticket_customer; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.ticket
    ADD CONSTRAINT ticket_customer FOREIGN KEY (tenant_id, customer_id) REFERENCES switchyard.customer(tenant_id, id);

--
-- Name: ticket ticket_merged_into; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.ticket
    ADD CONSTRAINT ticket_merged_into FOREIGN KEY (tenant_id, merged_into) REFERENCES switchyard.ticket(tenant_id, id);

--
-- Name: ticket_ref ticket_ref_ticket; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.ticket_ref
    ADD CONSTRAINT ticket_ref_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket(tenant_id, id) ON DELETE CASCADE;

--
-- Name: ticket ticket_split_from; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.ticket
    ADD CONSTRAINT ticket_split_from FOREIGN KEY (tenant_id, split_from) REFERENCES switchyard.ticket(tenant_id, id);

--
-- Name: ticket ticket_team; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.ticket
    ADD CONSTRAINT ticket_team FOREIGN KEY (tenant_id, team_id) REFERENCES switchyard.serving_team(tenant_id, team_id);

--
-- Name: usage_day usage_day_tenant; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.usage_day
    ADD CONSTRAINT usage_day_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: usage_mark usage_mark_tenant; Type: FK CONSTRAINT; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE ONLY switchyard.usage_mark
    ADD CONSTRAINT usage_mark_tenant FOREIGN KEY (tenant_id) REFERENCES directory.tenant(id);

--
-- Name: alarm; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.alarm ENABLE ROW LEVEL SECURITY;

--
-- Name: bulk_act; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.bulk_act ENABLE ROW LEVEL SECURITY;

--
-- Name: bulk_act_case; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.bulk_act_case ENABLE ROW LEVEL SECURITY;

--
-- Name: client_contact; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.client_contact ENABLE ROW LEVEL SECURITY;

--
-- Name: clock_sweep; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.clock_sweep ENABLE ROW LEVEL SECURITY;

--
-- Name: correction; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.correction ENABLE ROW LEVEL SECURITY;

--
-- Name: correction_act; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.correction_act ENABLE ROW LEVEL SECURITY;

--
-- Name: customer; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.customer ENABLE ROW LEVEL SECURITY;

--
-- Name: data_key; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.data_key ENABLE ROW LEVEL SECURITY;

--
-- Name: delivery; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.delivery ENABLE ROW LEVEL SECURITY;

--
-- Name: delivery_attempt; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.delivery_attempt ENABLE ROW LEVEL SECURITY;

--
-- Name: digest; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.digest ENABLE ROW LEVEL SECURITY;

--
-- Name: job dispatch; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY dispatch ON switchyard.job TO switchyard_dispatcher USING (true) WITH CHECK (true);

--
-- Name: job_dead dispatch; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY dispatch ON switchyard.job_dead TO switchyard_dispatcher USING (true) WITH CHECK (true);

--
-- Name: job_done dispatch; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY dispatch ON switchyard.job_done TO switchyard_dispatcher USING (true) WITH CHECK (true);

--
-- Name: job_hold dispatch; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY dispatch ON switchyard.job_hold TO switchyard_dispatcher USING (true) WITH CHECK (true);

--
-- Name: job_slot dispatch; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY dispatch ON switchyard.job_slot TO switchyard_dispatcher USING (true) WITH CHECK (true);

--
-- Name: sla_timer dispatch; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY dispatch ON switchyard.sla_timer TO switchyard_dispatcher USING (true) WITH CHECK (true);

--
-- Name: endpoint; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.endpoint ENABLE ROW LEVEL SECURITY;

--
-- Name: event; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.event ENABLE ROW LEVEL SECURITY;

--
-- Name: exclusion; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.exclusion ENABLE ROW LEVEL SECURITY;

--
-- Name: exclusion_act; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.exclusion_act ENABLE ROW LEVEL SECURITY;

--
-- Name: fact_case; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.fact_case ENABLE ROW LEVEL SECURITY;

--
-- Name: fact_cycle; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.fact_cycle ENABLE ROW LEVEL SECURITY;

--
-- Name: fact_cycle_sweep; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.fact_cycle_sweep ENABLE ROW LEVEL SECURITY;

--
-- Name: fact_stale; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.fact_stale ENABLE ROW LEVEL SECURITY;

--
-- Name: handover_offer; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.handover_offer ENABLE ROW LEVEL SECURITY;

--
-- Name: import_batch; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.import_batch ENABLE ROW LEVEL SECURITY;

--
-- Name: job; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.job ENABLE ROW LEVEL SECURITY;

--
-- Name: job_dead; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.job_dead ENABLE ROW LEVEL SECURITY;

--
-- Name: job_done; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.job_done ENABLE ROW LEVEL SECURITY;

--
-- Name: job_hold; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.job_hold ENABLE ROW LEVEL SECURITY;

--
-- Name: job_slot; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.job_slot ENABLE ROW LEVEL SECURITY;

--
-- Name: message; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.message ENABLE ROW LEVEL SECURITY;

--
-- Name: notice; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.notice ENABLE ROW LEVEL SECURITY;

--
-- Name: quota; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.quota ENABLE ROW LEVEL SECURITY;

--
-- Name: receipt; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.receipt ENABLE ROW LEVEL SECURITY;

--
-- Name: restatement; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.restatement ENABLE ROW LEVEL SECURITY;

--
-- Name: restatement_act; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.restatement_act ENABLE ROW LEVEL SECURITY;

--
-- Name: roll_up_mark; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.roll_up_mark ENABLE ROW LEVEL SECURITY;

--
-- Name: rota_override; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.rota_override ENABLE ROW LEVEL SECURITY;

--
-- Name: rota_version; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.rota_version ENABLE ROW LEVEL SECURITY;

--
-- Name: message search; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY search ON switchyard.message FOR SELECT TO switchyard_search USING (true);

--
-- Name: solution_search search; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY search ON switchyard.solution_search FOR SELECT TO switchyard_search USING (true);

--
-- Name: ticket search; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY search ON switchyard.ticket FOR SELECT TO switchyard_search USING (true);

--
-- Name: service_level_version; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.service_level_version ENABLE ROW LEVEL SECURITY;

--
-- Name: serving_team; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.serving_team ENABLE ROW LEVEL SECURITY;

--
-- Name: setting_version; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.setting_version ENABLE ROW LEVEL SECURITY;

--
-- Name: sla_cycle; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.sla_cycle ENABLE ROW LEVEL SECURITY;

--
-- Name: sla_span; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.sla_span ENABLE ROW LEVEL SECURITY;

--
-- Name: sla_step; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.sla_step ENABLE ROW LEVEL SECURITY;

--
-- Name: sla_timer; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.sla_timer ENABLE ROW LEVEL SECURITY;

--
-- Name: solution; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.solution ENABLE ROW LEVEL SECURITY;

--
-- Name: solution_search; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.solution_search ENABLE ROW LEVEL SECURITY;

--
-- Name: source_heard; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.source_heard ENABLE ROW LEVEL SECURITY;

--
-- Name: source_rejection; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.source_rejection ENABLE ROW LEVEL SECURITY;

--
-- Name: source_watch; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.source_watch ENABLE ROW LEVEL SECURITY;

--
-- Name: subscription; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.subscription ENABLE ROW LEVEL SECURITY;

--
-- Name: survey_answer; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.survey_answer ENABLE ROW LEVEL SECURITY;

--
-- Name: survey_follow_up; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.survey_follow_up ENABLE ROW LEVEL SECURITY;

--
-- Name: survey_invitation; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.survey_invitation ENABLE ROW LEVEL SECURITY;

--
-- Name: survey_turn; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.survey_turn ENABLE ROW LEVEL SECURITY;

--
-- Name: ticket; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.ticket ENABLE ROW LEVEL SECURITY;

--
-- Name: ticket_ref; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.ticket_ref ENABLE ROW LEVEL SECURITY;

--
-- Name: ticket undo_imported_only; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY undo_imported_only ON switchyard.ticket AS RESTRICTIVE FOR DELETE TO switchyard_api, switchyard_worker USING ((import_batch_id IS NOT NULL));

--
-- Name: usage_day; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.usage_day ENABLE ROW LEVEL SECURITY;

--
-- Name: usage_mark; Type: ROW SECURITY; Schema: switchyard; Owner: switchyard_owner
--

ALTER TABLE switchyard.usage_mark ENABLE ROW LEVEL SECURITY;

--
-- Name: alarm wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.alarm TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: bulk_act wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.bulk_act TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: bulk_act_case wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.bulk_act_case TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: client_contact wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.client_contact TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: clock_sweep wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.clock_sweep TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: correction wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.correction TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: correction_act wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.correction_act TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: customer wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.customer TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: data_key wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.data_key TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: delivery wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.delivery TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: delivery_attempt wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.delivery_attempt TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: digest wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.digest TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: endpoint wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.endpoint TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: event wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.event TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: exclusion wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.exclusion TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: exclusion_act wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.exclusion_act TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: fact_case wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.fact_case TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: fact_cycle wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.fact_cycle TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: fact_cycle_sweep wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.fact_cycle_sweep TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: fact_stale wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.fact_stale TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: handover_offer wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.handover_offer TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: import_batch wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.import_batch TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: job wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.job TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: job_dead wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.job_dead TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: job_done wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.job_done TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: job_hold wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.job_hold TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: job_slot wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.job_slot TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: message wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.message TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: notice wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.notice TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: quota wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.quota TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: receipt wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.receipt TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: restatement wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.restatement TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: restatement_act wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.restatement_act TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: roll_up_mark wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.roll_up_mark TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: rota_override wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.rota_override TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: rota_version wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.rota_version TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: service_level_version wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.service_level_version TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: serving_team wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.serving_team TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: setting_version wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.setting_version TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: sla_cycle wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.sla_cycle TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: sla_span wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.sla_span TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: sla_step wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.sla_step TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: sla_timer wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.sla_timer TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: solution wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.solution TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: solution_search wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.solution_search TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: source_heard wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.source_heard TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: source_rejection wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.source_rejection TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: source_watch wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.source_watch TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: subscription wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.subscription TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: survey_answer wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.survey_answer TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: survey_follow_up wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.survey_follow_up TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: survey_invitation wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.survey_invitation TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: survey_turn wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.survey_turn TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: ticket wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.ticket TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: ticket_ref wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.ticket_ref TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: usage_day wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.usage_day TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: usage_mark wall; Type: POLICY; Schema: switchyard; Owner: switchyard_owner
--

CREATE POLICY wall ON switchyard.usage_mark TO switchyard_api, switchyard_worker USING ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)) WITH CHECK ((tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid));

--
-- Name: SCHEMA directory; Type: ACL; Schema: -; Owner: switchyard_owner
--

GRANT USAGE ON SCHEMA directory TO switchyard_api;
GRANT USAGE ON SCHEMA directory TO switchyard_worker;

--
-- Name: SCHEMA migration; Type: ACL; Schema: -; Owner: switchyard_owner
--

GRANT USAGE ON SCHEMA migration TO switchyard_api;
GRANT USAGE ON SCHEMA migration TO switchyard_worker;
GRANT USAGE ON SCHEMA migration TO switchyard_dispatcher;
GRANT USAGE ON SCHEMA migration TO switchyard_search;

--
-- Name: SCHEMA public; Type: ACL; Schema: -; Owner: pg_database_owner
--

REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO switchyard_owner;
GRANT USAGE ON SCHEMA public TO switchyard_search;

--
-- Name: SCHEMA switchyard; Type: ACL; Schema: -; Owner: switchyard_owner
--

GRANT USAGE ON SCHEMA switchyard TO switchyard_api;
GRANT USAGE ON SCHEMA switchyard TO switchyard_worker;
GRANT USAGE ON SCHEMA switchyard TO switchyard_dispatcher;
GRANT USAGE ON SCHEMA switchyard TO switchyard_search;

--
-- Name: FUNCTION admit_credential(wanted uuid, entering uuid, needs_second boolean, proven_seconds bigint); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.admit_credential(wanted uuid, entering uuid, needs_second boolean, proven_seconds bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.admit_credential(wanted uuid, entering uuid, needs_second boolean, proven_seconds bigint) TO switchyard_api;
GRANT ALL ON FUNCTION directory.admit_credential(wanted uuid, entering uuid, needs_second boolean, proven_seconds bigint) TO switchyard_worker;

--
-- Name: FUNCTION api_keys(wanted uuid); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.api_keys(wanted uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.api_keys(wanted uuid) TO switchyard_api;

--
-- Name: FUNCTION ask_link(link uuid, wanted_purpose text, token bytea, person uuid, login bytea, at timestamp with time zone, ends timestamp with time zone); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.ask_link(link uuid, wanted_purpose text, token bytea, person uuid, login bytea, at timestamp with time zone, ends timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.ask_link(link uuid, wanted_purpose text, token bytea, person uuid, login bytea, at timestamp with time zone, ends timestamp with time zone) TO switchyard_api;

--
-- Name: FUNCTION begin_second_factor(person uuid, fresh bytea, at timestamp with time zone); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.begin_second_factor(person uuid, fresh bytea, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.begin_second_factor(person uuid, fresh bytea, at timestamp with time zone) TO switchyard_api;

--
-- Name: FUNCTION conclude_link(link uuid, attempt bigint, again_at timestamp with time zone, word text); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.conclude_link(link uuid, attempt bigint, again_at timestamp with time zone, word text) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.conclude_link(link uuid, attempt bigint, again_at timestamp with time zone, word text) TO switchyard_worker;

--
-- Name: FUNCTION confirm_second_factor(person uuid, shown bytea, step bigint, codes bytea[], at timestamp with time zone); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.confirm_second_factor(person uuid, shown bytea, step bigint, codes bytea[], at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.confirm_second_factor(person uuid, shown bytea, step bigint, codes bytea[], at timestamp with time zone) TO switchyard_api;

--
-- Name: FUNCTION credential_by_hash(wanted bytea); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.credential_by_hash(wanted bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.credential_by_hash(wanted bytea) TO switchyard_api;

--
-- Name: FUNCTION credential_is_live(wanted uuid, entering uuid); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.credential_is_live(wanted uuid, entering uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.credential_is_live(wanted uuid, entering uuid) TO switchyard_api;
GRANT ALL ON FUNCTION directory.credential_is_live(wanted uuid, entering uuid) TO switchyard_worker;

--
-- Name: FUNCTION end_sessions(person uuid, session uuid, at timestamp with time zone); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.end_sessions(person uuid, session uuid, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.end_sessions(person uuid, session uuid, at timestamp with time zone) TO switchyard_api;

--
-- Name: FUNCTION link_by_hash(wanted bytea, at timestamp with time zone); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.link_by_hash(wanted bytea, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.link_by_hash(wanted bytea, at timestamp with time zone) TO switchyard_api;

--
-- Name: FUNCTION live_sessions(person uuid); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.live_sessions(person uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.live_sessions(person uuid) TO switchyard_api;

--
-- Name: FUNCTION lives(s directory.session); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.lives(s directory.session) FROM PUBLIC;

--
-- Name: FUNCTION open_session(session uuid, token bytea, person uuid, shown timestamp with time zone, client bytea, at timestamp with time zone, ends timestamp with time zone, idle bigint, live_max bigint); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.open_session(session uuid, token bytea, person uuid, shown timestamp with time zone, client bytea, at timestamp with time zone, ends timestamp with time zone, idle bigint, live_max bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.open_session(session uuid, token bytea, person uuid, shown timestamp with time zone, client bytea, at timestamp with time zone, ends timestamp with time zone, idle bigint, live_max bigint) TO switchyard_api;

--
-- Name: FUNCTION password_of(login bytea, person uuid); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.password_of(login bytea, person uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.password_of(login bytea, person uuid) TO switchyard_api;

--
-- Name: FUNCTION purge_links(before timestamp with time zone, rows_max bigint); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.purge_links(before timestamp with time zone, rows_max bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.purge_links(before timestamp with time zone, rows_max bigint) TO switchyard_worker;

--
-- Name: FUNCTION purge_sessions(before timestamp with time zone, rows_max bigint); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.purge_sessions(before timestamp with time zone, rows_max bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.purge_sessions(before timestamp with time zone, rows_max bigint) TO switchyard_worker;

--
-- Name: FUNCTION remove_second_factor(person uuid, kept uuid, at timestamp with time zone); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.remove_second_factor(person uuid, kept uuid, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.remove_second_factor(person uuid, kept uuid, at timestamp with time zone) TO switchyard_api;

--
-- Name: FUNCTION replace_recovery_codes(person uuid, codes bytea[]); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.replace_recovery_codes(person uuid, codes bytea[]) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.replace_recovery_codes(person uuid, codes bytea[]) TO switchyard_api;

--
-- Name: FUNCTION replace_session(old uuid, fresh uuid, token bytea, client bytea, at timestamp with time zone, has_shown_second boolean); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.replace_session(old uuid, fresh uuid, token bytea, client bytea, at timestamp with time zone, has_shown_second boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.replace_session(old uuid, fresh uuid, token bytea, client bytea, at timestamp with time zone, has_shown_second boolean) TO switchyard_api;

--
-- Name: FUNCTION revoke_api_key(key uuid, tenant uuid); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.revoke_api_key(key uuid, tenant uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.revoke_api_key(key uuid, tenant uuid) TO switchyard_api;

--
-- Name: FUNCTION rotate_source_secret(source uuid, fresh bytea); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.rotate_source_secret(source uuid, fresh bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.rotate_source_secret(source uuid, fresh bytea) TO switchyard_api;

--
-- Name: FUNCTION second_factor_is_demanded(person uuid); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.second_factor_is_demanded(person uuid) FROM PUBLIC;

--
-- Name: FUNCTION second_factor_of(person uuid, session uuid); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.second_factor_of(person uuid, session uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.second_factor_of(person uuid, session uuid) TO switchyard_api;

--
-- Name: FUNCTION session_by_hash(wanted bytea); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.session_by_hash(wanted bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.session_by_hash(wanted bytea) TO switchyard_api;

--
-- Name: FUNCTION set_password(person uuid, fresh bytea, at timestamp with time zone); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.set_password(person uuid, fresh bytea, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.set_password(person uuid, fresh bytea, at timestamp with time zone) TO switchyard_api;

--
-- Name: FUNCTION source_by_address(wanted text); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.source_by_address(wanted text) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.source_by_address(wanted text) TO switchyard_api;

--
-- Name: FUNCTION take_due_link(at timestamp with time zone, lease_seconds bigint); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.take_due_link(at timestamp with time zone, lease_seconds bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.take_due_link(at timestamp with time zone, lease_seconds bigint) TO switchyard_worker;

--
-- Name: FUNCTION take_recovery_code(person uuid, code bytea); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.take_recovery_code(person uuid, code bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.take_recovery_code(person uuid, code bytea) TO switchyard_api;

--
-- Name: FUNCTION take_second_factor_step(person uuid, shown bytea, step bigint); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.take_second_factor_step(person uuid, shown bytea, step bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.take_second_factor_step(person uuid, shown bytea, step bigint) TO switchyard_api;

--
-- Name: FUNCTION use_link(wanted bytea, at timestamp with time zone); Type: ACL; Schema: directory; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION directory.use_link(wanted bytea, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION directory.use_link(wanted bytea, at timestamp with time zone) TO switchyard_api;

--
-- Name: FUNCTION make_directory_table(target regclass); Type: ACL; Schema: migration; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION migration.make_directory_table(target regclass) FROM PUBLIC;

--
-- Name: FUNCTION make_queue_table(target regclass, rights text[]); Type: ACL; Schema: migration; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION migration.make_queue_table(target regclass, rights text[]) FROM PUBLIC;

--
-- Name: FUNCTION make_searchable(target regclass); Type: ACL; Schema: migration; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION migration.make_searchable(target regclass) FROM PUBLIC;

--
-- Name: FUNCTION make_tenant_table(target regclass, rights text[]); Type: ACL; Schema: migration; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION migration.make_tenant_table(target regclass, rights text[]) FROM PUBLIC;

--
-- Name: FUNCTION await_turn(place text); Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION switchyard.await_turn(place text) FROM PUBLIC;
GRANT ALL ON FUNCTION switchyard.await_turn(place text) TO switchyard_api;
GRANT ALL ON FUNCTION switchyard.await_turn(place text) TO switchyard_worker;

--
-- Name: FUNCTION desk_people(desk_level smallint, at timestamp with time zone); Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION switchyard.desk_people(desk_level smallint, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION switchyard.desk_people(desk_level smallint, at timestamp with time zone) TO switchyard_api;
GRANT ALL ON FUNCTION switchyard.desk_people(desk_level smallint, at timestamp with time zone) TO switchyard_worker;

--
-- Name: FUNCTION duty_grants(wanted uuid[], at timestamp with time zone); Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION switchyard.duty_grants(wanted uuid[], at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION switchyard.duty_grants(wanted uuid[], at timestamp with time zone) TO switchyard_api;
GRANT ALL ON FUNCTION switchyard.duty_grants(wanted uuid[], at timestamp with time zone) TO switchyard_worker;

--
-- Name: FUNCTION enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint, OUT entered_at timestamp with time zone, OUT settings_revision bigint, OUT person_role text, OUT person_level smallint); Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION switchyard.enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint, OUT entered_at timestamp with time zone, OUT settings_revision bigint, OUT person_role text, OUT person_level smallint) FROM PUBLIC;
GRANT ALL ON FUNCTION switchyard.enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint, OUT entered_at timestamp with time zone, OUT settings_revision bigint, OUT person_role text, OUT person_level smallint) TO switchyard_api;
GRANT ALL ON FUNCTION switchyard.enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint, OUT entered_at timestamp with time zone, OUT settings_revision bigint, OUT person_role text, OUT person_level smallint) TO switchyard_worker;

--
-- Name: FUNCTION enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint, roles text[], OUT entered_at timestamp with time zone, OUT settings_revision bigint, OUT person_role text); Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION switchyard.enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint, roles text[], OUT entered_at timestamp with time zone, OUT settings_revision bigint, OUT person_role text) FROM PUBLIC;
GRANT ALL ON FUNCTION switchyard.enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint, roles text[], OUT entered_at timestamp with time zone, OUT settings_revision bigint, OUT person_role text) TO switchyard_api;
GRANT ALL ON FUNCTION switchyard.enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint, roles text[], OUT entered_at timestamp with time zone, OUT settings_revision bigint, OUT person_role text) TO switchyard_worker;

--
-- Name: FUNCTION enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint, roles text[], needs_second boolean, proven_seconds bigint, OUT entered_at timestamp with time zone, OUT settings_revision bigint, OUT person_role text); Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION switchyard.enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint, roles text[], needs_second boolean, proven_seconds bigint, OUT entered_at timestamp with time zone, OUT settings_revision bigint, OUT person_role text) FROM PUBLIC;
GRANT ALL ON FUNCTION switchyard.enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint, roles text[], needs_second boolean, proven_seconds bigint, OUT entered_at timestamp with time zone, OUT settings_revision bigint, OUT person_role text) TO switchyard_api;
GRANT ALL ON FUNCTION switchyard.enter_tenant(tenant uuid, credential uuid, person uuid, source uuid, source_revision bigint, roles text[], needs_second boolean, proven_seconds bigint, OUT entered_at timestamp with time zone, OUT settings_revision bigint, OUT person_role text) TO switchyard_worker;

--
-- Name: FUNCTION hold_jobs(held_kind text, at timestamp with time zone, act uuid); Type: ACL; Schema: switchyard; Owner: switchyard_dispatcher
--

REVOKE ALL ON FUNCTION switchyard.hold_jobs(held_kind text, at timestamp with time zone, act uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION switchyard.hold_jobs(held_kind text, at timestamp with time zone, act uuid) TO switchyard_api;

--
-- Name: FUNCTION job_caps(after_tenant uuid, after_kind text, rows_max integer); Type: ACL; Schema: switchyard; Owner: switchyard_dispatcher
--

REVOKE ALL ON FUNCTION switchyard.job_caps(after_tenant uuid, after_kind text, rows_max integer) FROM PUBLIC;
GRANT ALL ON FUNCTION switchyard.job_caps(after_tenant uuid, after_kind text, rows_max integer) TO switchyard_api;

--
-- Name: FUNCTION job_holds(after_tenant uuid, after_kind text, rows_max integer); Type: ACL; Schema: switchyard; Owner: switchyard_dispatcher
--

REVOKE ALL ON FUNCTION switchyard.job_holds(after_tenant uuid, after_kind text, rows_max integer) FROM PUBLIC;
GRANT ALL ON FUNCTION switchyard.job_holds(after_tenant uuid, after_kind text, rows_max integer) TO switchyard_api;

--
-- Name: FUNCTION job_tallies(at timestamp with time zone, rows_max integer); Type: ACL; Schema: switchyard; Owner: switchyard_dispatcher
--

REVOKE ALL ON FUNCTION switchyard.job_tallies(at timestamp with time zone, rows_max integer) FROM PUBLIC;
GRANT ALL ON FUNCTION switchyard.job_tallies(at timestamp with time zone, rows_max integer) TO switchyard_api;

--
-- Name: FUNCTION oldest_snapshot(OUT seconds double precision, OUT holder text); Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION switchyard.oldest_snapshot(OUT seconds double precision, OUT holder text) FROM PUBLIC;
GRANT ALL ON FUNCTION switchyard.oldest_snapshot(OUT seconds double precision, OUT holder text) TO switchyard_dispatcher;

--
-- Name: FUNCTION release_jobs(held_kind text); Type: ACL; Schema: switchyard; Owner: switchyard_dispatcher
--

REVOKE ALL ON FUNCTION switchyard.release_jobs(held_kind text) FROM PUBLIC;
GRANT ALL ON FUNCTION switchyard.release_jobs(held_kind text) TO switchyard_api;

--
-- Name: FUNCTION role_people(wanted text, at timestamp with time zone); Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION switchyard.role_people(wanted text, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION switchyard.role_people(wanted text, at timestamp with time zone) TO switchyard_api;
GRANT ALL ON FUNCTION switchyard.role_people(wanted text, at timestamp with time zone) TO switchyard_worker;

--
-- Name: FUNCTION search_solutions(query text, categories text[], levels smallint[], before_at timestamp with time zone, before_id uuid, most integer); Type: ACL; Schema: switchyard; Owner: switchyard_search
--

REVOKE ALL ON FUNCTION switchyard.search_solutions(query text, categories text[], levels smallint[], before_at timestamp with time zone, before_id uuid, most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION switchyard.search_solutions(query text, categories text[], levels smallint[], before_at timestamp with time zone, before_id uuid, most integer) TO switchyard_api;

--
-- Name: FUNCTION search_tickets(query text, statuses text[], levels smallint[], priorities smallint[], team uuid, assignee uuid, customer uuid, before_at timestamp with time zone, before_id uuid, most integer); Type: ACL; Schema: switchyard; Owner: switchyard_search
--

REVOKE ALL ON FUNCTION switchyard.search_tickets(query text, statuses text[], levels smallint[], priorities smallint[], team uuid, assignee uuid, customer uuid, before_at timestamp with time zone, before_id uuid, most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION switchyard.search_tickets(query text, statuses text[], levels smallint[], priorities smallint[], team uuid, assignee uuid, customer uuid, before_at timestamp with time zone, before_id uuid, most integer) TO switchyard_api;

--
-- Name: FUNCTION team_people(wanted uuid, wanted_level smallint, at timestamp with time zone); Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION switchyard.team_people(wanted uuid, wanted_level smallint, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION switchyard.team_people(wanted uuid, wanted_level smallint, at timestamp with time zone) TO switchyard_api;
GRANT ALL ON FUNCTION switchyard.team_people(wanted uuid, wanted_level smallint, at timestamp with time zone) TO switchyard_worker;

--
-- Name: FUNCTION this_tenant(); Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION switchyard.this_tenant() FROM PUBLIC;
GRANT ALL ON FUNCTION switchyard.this_tenant() TO switchyard_api;
GRANT ALL ON FUNCTION switchyard.this_tenant() TO switchyard_worker;

--
-- Name: FUNCTION touch_settings(); Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION switchyard.touch_settings() FROM PUBLIC;
GRANT ALL ON FUNCTION switchyard.touch_settings() TO switchyard_api;
GRANT ALL ON FUNCTION switchyard.touch_settings() TO switchyard_worker;

--
-- Name: FUNCTION turn_job_done(at timestamp with time zone, kept_from timestamp with time zone, OUT made integer, OUT dropped integer, OUT removed integer); Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

REVOKE ALL ON FUNCTION switchyard.turn_job_done(at timestamp with time zone, kept_from timestamp with time zone, OUT made integer, OUT dropped integer, OUT removed integer) FROM PUBLIC;
GRANT ALL ON FUNCTION switchyard.turn_job_done(at timestamp with time zone, kept_from timestamp with time zone, OUT made integer, OUT dropped integer, OUT removed integer) TO switchyard_dispatcher;

--
-- Name: TABLE access_grant; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE directory.access_grant TO switchyard_api;
GRANT SELECT ON TABLE directory.access_grant TO switchyard_worker;

--
-- Name: COLUMN access_grant.valid_until; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT UPDATE(valid_until) ON TABLE directory.access_grant TO switchyard_api;

--
-- Name: TABLE act; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE directory.act TO switchyard_api;
GRANT INSERT ON TABLE directory.act TO switchyard_worker;

--
-- Name: TABLE answer; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE directory.answer TO switchyard_api;
GRANT SELECT,DELETE ON TABLE directory.answer TO switchyard_worker;

--
-- Name: TABLE api_key; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT INSERT ON TABLE directory.api_key TO switchyard_api;

--
-- Name: TABLE desk; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE directory.desk TO switchyard_api;
GRANT SELECT ON TABLE directory.desk TO switchyard_worker;

--
-- Name: COLUMN desk.team_id; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT UPDATE(team_id) ON TABLE directory.desk TO switchyard_api;

--
-- Name: TABLE factor_demand; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE directory.factor_demand TO switchyard_api;

--
-- Name: TABLE operator_key; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE directory.operator_key TO switchyard_api;
GRANT SELECT ON TABLE directory.operator_key TO switchyard_worker;

--
-- Name: TABLE person; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE directory.person TO switchyard_api;
GRANT SELECT ON TABLE directory.person TO switchyard_worker;

--
-- Name: COLUMN person.login_hash; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT UPDATE(login_hash) ON TABLE directory.person TO switchyard_api;

--
-- Name: COLUMN person.profile; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT UPDATE(profile) ON TABLE directory.person TO switchyard_api;

--
-- Name: COLUMN person.language; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT UPDATE(language) ON TABLE directory.person TO switchyard_api;

--
-- Name: COLUMN person.status; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT UPDATE(status) ON TABLE directory.person TO switchyard_api;

--
-- Name: TABLE presence; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE directory.presence TO switchyard_api;

--
-- Name: TABLE sign_in_throttle; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE directory.sign_in_throttle TO switchyard_api;
GRANT SELECT,DELETE ON TABLE directory.sign_in_throttle TO switchyard_worker;

--
-- Name: COLUMN sign_in_throttle.tries; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT UPDATE(tries) ON TABLE directory.sign_in_throttle TO switchyard_api;

--
-- Name: COLUMN sign_in_throttle.next_at; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT UPDATE(next_at) ON TABLE directory.sign_in_throttle TO switchyard_api;

--
-- Name: COLUMN sign_in_throttle.tried_at; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT UPDATE(tried_at) ON TABLE directory.sign_in_throttle TO switchyard_api;

--
-- Name: TABLE source; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE directory.source TO switchyard_api;
GRANT SELECT ON TABLE directory.source TO switchyard_worker;

--
-- Name: COLUMN source.name; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT UPDATE(name) ON TABLE directory.source TO switchyard_api;

--
-- Name: COLUMN source.status; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT UPDATE(status) ON TABLE directory.source TO switchyard_api;

--
-- Name: COLUMN source.revision; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT UPDATE(revision) ON TABLE directory.source TO switchyard_api;

--
-- Name: COLUMN source.silent_after_minutes; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT UPDATE(silent_after_minutes) ON TABLE directory.source TO switchyard_api;

--
-- Name: TABLE source_secret; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT INSERT ON TABLE directory.source_secret TO switchyard_api;

--
-- Name: TABLE team; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE directory.team TO switchyard_api;
GRANT SELECT ON TABLE directory.team TO switchyard_worker;

--
-- Name: TABLE team_member; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE directory.team_member TO switchyard_api;
GRANT SELECT ON TABLE directory.team_member TO switchyard_worker;

--
-- Name: COLUMN team_member.valid_from; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT UPDATE(valid_from) ON TABLE directory.team_member TO switchyard_api;

--
-- Name: COLUMN team_member.valid_until; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT UPDATE(valid_until) ON TABLE directory.team_member TO switchyard_api;

--
-- Name: TABLE tenant; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE directory.tenant TO switchyard_api;
GRANT SELECT ON TABLE directory.tenant TO switchyard_worker;

--
-- Name: COLUMN tenant.name; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT UPDATE(name) ON TABLE directory.tenant TO switchyard_api;

--
-- Name: COLUMN tenant.zone; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT UPDATE(zone) ON TABLE directory.tenant TO switchyard_api;

--
-- Name: COLUMN tenant.language; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT UPDATE(language) ON TABLE directory.tenant TO switchyard_api;

--
-- Name: COLUMN tenant.status; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT UPDATE(status) ON TABLE directory.tenant TO switchyard_api;

--
-- Name: COLUMN tenant.settings_revision; Type: ACL; Schema: directory; Owner: switchyard_owner
--

GRANT UPDATE(settings_revision) ON TABLE directory.tenant TO switchyard_api;

--
-- Name: TABLE applied; Type: ACL; Schema: migration; Owner: switchyard_owner
--

GRANT SELECT ON TABLE migration.applied TO switchyard_api;
GRANT SELECT ON TABLE migration.applied TO switchyard_worker;
GRANT SELECT ON TABLE migration.applied TO switchyard_dispatcher;
GRANT SELECT ON TABLE migration.applied TO switchyard_search;

--
-- Name: TABLE compatibility; Type: ACL; Schema: migration; Owner: switchyard_owner
--

GRANT SELECT ON TABLE migration.compatibility TO switchyard_api;
GRANT SELECT ON TABLE migration.compatibility TO switchyard_worker;
GRANT SELECT ON TABLE migration.compatibility TO switchyard_dispatcher;
GRANT SELECT ON TABLE migration.compatibility TO switchyard_search;

--
-- Name: TABLE alarm; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.alarm TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.alarm TO switchyard_worker;

--
-- Name: COLUMN alarm.id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(id) ON TABLE switchyard.alarm TO switchyard_api;
GRANT UPDATE(id) ON TABLE switchyard.alarm TO switchyard_worker;

--
-- Name: COLUMN alarm.kind; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(kind) ON TABLE switchyard.alarm TO switchyard_api;
GRANT UPDATE(kind) ON TABLE switchyard.alarm TO switchyard_worker;

--
-- Name: COLUMN alarm.subject; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(subject) ON TABLE switchyard.alarm TO switchyard_api;
GRANT UPDATE(subject) ON TABLE switchyard.alarm TO switchyard_worker;

--
-- Name: COLUMN alarm.since; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(since) ON TABLE switchyard.alarm TO switchyard_api;
GRANT UPDATE(since) ON TABLE switchyard.alarm TO switchyard_worker;

--
-- Name: COLUMN alarm.raised_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(raised_at) ON TABLE switchyard.alarm TO switchyard_api;
GRANT UPDATE(raised_at) ON TABLE switchyard.alarm TO switchyard_worker;

--
-- Name: COLUMN alarm.ended_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(ended_at) ON TABLE switchyard.alarm TO switchyard_api;
GRANT UPDATE(ended_at) ON TABLE switchyard.alarm TO switchyard_worker;

--
-- Name: TABLE bulk_act; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.bulk_act TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.bulk_act TO switchyard_worker;

--
-- Name: COLUMN bulk_act.id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(id) ON TABLE switchyard.bulk_act TO switchyard_api;
GRANT UPDATE(id) ON TABLE switchyard.bulk_act TO switchyard_worker;

--
-- Name: COLUMN bulk_act.sealed; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(sealed) ON TABLE switchyard.bulk_act TO switchyard_api;
GRANT UPDATE(sealed) ON TABLE switchyard.bulk_act TO switchyard_worker;

--
-- Name: COLUMN bulk_act.state; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(state) ON TABLE switchyard.bulk_act TO switchyard_api;
GRANT UPDATE(state) ON TABLE switchyard.bulk_act TO switchyard_worker;

--
-- Name: COLUMN bulk_act.stopped; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(stopped) ON TABLE switchyard.bulk_act TO switchyard_api;
GRANT UPDATE(stopped) ON TABLE switchyard.bulk_act TO switchyard_worker;

--
-- Name: COLUMN bulk_act.slot; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(slot) ON TABLE switchyard.bulk_act TO switchyard_api;
GRANT UPDATE(slot) ON TABLE switchyard.bulk_act TO switchyard_worker;

--
-- Name: COLUMN bulk_act.cases; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(cases) ON TABLE switchyard.bulk_act TO switchyard_api;
GRANT UPDATE(cases) ON TABLE switchyard.bulk_act TO switchyard_worker;

--
-- Name: COLUMN bulk_act.person_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(person_id) ON TABLE switchyard.bulk_act TO switchyard_api;
GRANT UPDATE(person_id) ON TABLE switchyard.bulk_act TO switchyard_worker;

--
-- Name: COLUMN bulk_act.undone_by; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(undone_by) ON TABLE switchyard.bulk_act TO switchyard_api;
GRANT UPDATE(undone_by) ON TABLE switchyard.bulk_act TO switchyard_worker;

--
-- Name: COLUMN bulk_act.started_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(started_at) ON TABLE switchyard.bulk_act TO switchyard_api;
GRANT UPDATE(started_at) ON TABLE switchyard.bulk_act TO switchyard_worker;

--
-- Name: COLUMN bulk_act.finished_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(finished_at) ON TABLE switchyard.bulk_act TO switchyard_api;
GRANT UPDATE(finished_at) ON TABLE switchyard.bulk_act TO switchyard_worker;

--
-- Name: COLUMN bulk_act.undone_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(undone_at) ON TABLE switchyard.bulk_act TO switchyard_api;
GRANT UPDATE(undone_at) ON TABLE switchyard.bulk_act TO switchyard_worker;

--
-- Name: COLUMN bulk_act.revision; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(revision) ON TABLE switchyard.bulk_act TO switchyard_api;
GRANT UPDATE(revision) ON TABLE switchyard.bulk_act TO switchyard_worker;

--
-- Name: TABLE bulk_act_case; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.bulk_act_case TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.bulk_act_case TO switchyard_worker;

--
-- Name: COLUMN bulk_act_case.act_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(act_id) ON TABLE switchyard.bulk_act_case TO switchyard_api;
GRANT UPDATE(act_id) ON TABLE switchyard.bulk_act_case TO switchyard_worker;

--
-- Name: COLUMN bulk_act_case."position"; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE("position") ON TABLE switchyard.bulk_act_case TO switchyard_api;
GRANT UPDATE("position") ON TABLE switchyard.bulk_act_case TO switchyard_worker;

--
-- Name: COLUMN bulk_act_case.ticket_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(ticket_id) ON TABLE switchyard.bulk_act_case TO switchyard_api;
GRANT UPDATE(ticket_id) ON TABLE switchyard.bulk_act_case TO switchyard_worker;

--
-- Name: COLUMN bulk_act_case.state; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(state) ON TABLE switchyard.bulk_act_case TO switchyard_api;
GRANT UPDATE(state) ON TABLE switchyard.bulk_act_case TO switchyard_worker;

--
-- Name: COLUMN bulk_act_case.code; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(code) ON TABLE switchyard.bulk_act_case TO switchyard_api;
GRANT UPDATE(code) ON TABLE switchyard.bulk_act_case TO switchyard_worker;

--
-- Name: COLUMN bulk_act_case.case_seq; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(case_seq) ON TABLE switchyard.bulk_act_case TO switchyard_api;
GRANT UPDATE(case_seq) ON TABLE switchyard.bulk_act_case TO switchyard_worker;

--
-- Name: TABLE client_contact; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.client_contact TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.client_contact TO switchyard_worker;

--
-- Name: TABLE clock_sweep; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.clock_sweep TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.clock_sweep TO switchyard_worker;

--
-- Name: COLUMN clock_sweep.id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(id) ON TABLE switchyard.clock_sweep TO switchyard_api;
GRANT UPDATE(id) ON TABLE switchyard.clock_sweep TO switchyard_worker;

--
-- Name: COLUMN clock_sweep.phase; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(phase) ON TABLE switchyard.clock_sweep TO switchyard_api;
GRANT UPDATE(phase) ON TABLE switchyard.clock_sweep TO switchyard_worker;

--
-- Name: COLUMN clock_sweep.seen_until; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(seen_until) ON TABLE switchyard.clock_sweep TO switchyard_api;
GRANT UPDATE(seen_until) ON TABLE switchyard.clock_sweep TO switchyard_worker;

--
-- Name: COLUMN clock_sweep.passed_over; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(passed_over) ON TABLE switchyard.clock_sweep TO switchyard_api;
GRANT UPDATE(passed_over) ON TABLE switchyard.clock_sweep TO switchyard_worker;

--
-- Name: COLUMN clock_sweep.cases_seen; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(cases_seen) ON TABLE switchyard.clock_sweep TO switchyard_api;
GRANT UPDATE(cases_seen) ON TABLE switchyard.clock_sweep TO switchyard_worker;

--
-- Name: COLUMN clock_sweep.cases_moved; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(cases_moved) ON TABLE switchyard.clock_sweep TO switchyard_api;
GRANT UPDATE(cases_moved) ON TABLE switchyard.clock_sweep TO switchyard_worker;

--
-- Name: COLUMN clock_sweep.cases_failed; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(cases_failed) ON TABLE switchyard.clock_sweep TO switchyard_api;
GRANT UPDATE(cases_failed) ON TABLE switchyard.clock_sweep TO switchyard_worker;

--
-- Name: COLUMN clock_sweep.started_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(started_at) ON TABLE switchyard.clock_sweep TO switchyard_api;
GRANT UPDATE(started_at) ON TABLE switchyard.clock_sweep TO switchyard_worker;

--
-- Name: COLUMN clock_sweep.finished_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(finished_at) ON TABLE switchyard.clock_sweep TO switchyard_api;
GRANT UPDATE(finished_at) ON TABLE switchyard.clock_sweep TO switchyard_worker;

--
-- Name: TABLE correction; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.correction TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.correction TO switchyard_worker;

--
-- Name: COLUMN correction.id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(id) ON TABLE switchyard.correction TO switchyard_api;
GRANT UPDATE(id) ON TABLE switchyard.correction TO switchyard_worker;

--
-- Name: COLUMN correction.ticket_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(ticket_id) ON TABLE switchyard.correction TO switchyard_api;
GRANT UPDATE(ticket_id) ON TABLE switchyard.correction TO switchyard_worker;

--
-- Name: COLUMN correction.state; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(state) ON TABLE switchyard.correction TO switchyard_api;
GRANT UPDATE(state) ON TABLE switchyard.correction TO switchyard_worker;

--
-- Name: COLUMN correction.priority; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(priority) ON TABLE switchyard.correction TO switchyard_api;
GRANT UPDATE(priority) ON TABLE switchyard.correction TO switchyard_worker;

--
-- Name: COLUMN correction.priority_before; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(priority_before) ON TABLE switchyard.correction TO switchyard_api;
GRANT UPDATE(priority_before) ON TABLE switchyard.correction TO switchyard_worker;

--
-- Name: COLUMN correction.reason; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(reason) ON TABLE switchyard.correction TO switchyard_api;
GRANT UPDATE(reason) ON TABLE switchyard.correction TO switchyard_worker;

--
-- Name: COLUMN correction.proposed_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(proposed_at) ON TABLE switchyard.correction TO switchyard_api;
GRANT UPDATE(proposed_at) ON TABLE switchyard.correction TO switchyard_worker;

--
-- Name: TABLE correction_act; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.correction_act TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.correction_act TO switchyard_worker;

--
-- Name: TABLE customer; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.customer TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.customer TO switchyard_worker;

--
-- Name: COLUMN customer.id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(id) ON TABLE switchyard.customer TO switchyard_api;
GRANT UPDATE(id) ON TABLE switchyard.customer TO switchyard_worker;

--
-- Name: COLUMN customer.external_hash; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(external_hash) ON TABLE switchyard.customer TO switchyard_api;
GRANT UPDATE(external_hash) ON TABLE switchyard.customer TO switchyard_worker;

--
-- Name: COLUMN customer.profile; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(profile) ON TABLE switchyard.customer TO switchyard_api;
GRANT UPDATE(profile) ON TABLE switchyard.customer TO switchyard_worker;

--
-- Name: COLUMN customer.language; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(language) ON TABLE switchyard.customer TO switchyard_api;
GRANT UPDATE(language) ON TABLE switchyard.customer TO switchyard_worker;

--
-- Name: COLUMN customer.zone; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(zone) ON TABLE switchyard.customer TO switchyard_api;
GRANT UPDATE(zone) ON TABLE switchyard.customer TO switchyard_worker;

--
-- Name: COLUMN customer.tier; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(tier) ON TABLE switchyard.customer TO switchyard_api;
GRANT UPDATE(tier) ON TABLE switchyard.customer TO switchyard_worker;

--
-- Name: COLUMN customer.survey_opt_out; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(survey_opt_out) ON TABLE switchyard.customer TO switchyard_api;
GRANT UPDATE(survey_opt_out) ON TABLE switchyard.customer TO switchyard_worker;

--
-- Name: COLUMN customer.created_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(created_at) ON TABLE switchyard.customer TO switchyard_api;
GRANT UPDATE(created_at) ON TABLE switchyard.customer TO switchyard_worker;

--
-- Name: COLUMN customer.updated_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(updated_at) ON TABLE switchyard.customer TO switchyard_api;
GRANT UPDATE(updated_at) ON TABLE switchyard.customer TO switchyard_worker;

--
-- Name: TABLE data_key; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.data_key TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.data_key TO switchyard_worker;

--
-- Name: TABLE delivery; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.delivery TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.delivery TO switchyard_worker;

--
-- Name: COLUMN delivery.id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(id) ON TABLE switchyard.delivery TO switchyard_api;
GRANT UPDATE(id) ON TABLE switchyard.delivery TO switchyard_worker;

--
-- Name: COLUMN delivery.kind; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(kind) ON TABLE switchyard.delivery TO switchyard_api;
GRANT UPDATE(kind) ON TABLE switchyard.delivery TO switchyard_worker;

--
-- Name: COLUMN delivery.ticket_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(ticket_id) ON TABLE switchyard.delivery TO switchyard_api;
GRANT UPDATE(ticket_id) ON TABLE switchyard.delivery TO switchyard_worker;

--
-- Name: COLUMN delivery.message_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(message_id) ON TABLE switchyard.delivery TO switchyard_api;
GRANT UPDATE(message_id) ON TABLE switchyard.delivery TO switchyard_worker;

--
-- Name: COLUMN delivery.person_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(person_id) ON TABLE switchyard.delivery TO switchyard_api;
GRANT UPDATE(person_id) ON TABLE switchyard.delivery TO switchyard_worker;

--
-- Name: COLUMN delivery.body; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(body) ON TABLE switchyard.delivery TO switchyard_api;
GRANT UPDATE(body) ON TABLE switchyard.delivery TO switchyard_worker;

--
-- Name: COLUMN delivery.state; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(state) ON TABLE switchyard.delivery TO switchyard_api;
GRANT UPDATE(state) ON TABLE switchyard.delivery TO switchyard_worker;

--
-- Name: COLUMN delivery.attempts; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(attempts) ON TABLE switchyard.delivery TO switchyard_api;
GRANT UPDATE(attempts) ON TABLE switchyard.delivery TO switchyard_worker;

--
-- Name: COLUMN delivery.code; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(code) ON TABLE switchyard.delivery TO switchyard_api;
GRANT UPDATE(code) ON TABLE switchyard.delivery TO switchyard_worker;

--
-- Name: COLUMN delivery.created_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(created_at) ON TABLE switchyard.delivery TO switchyard_api;
GRANT UPDATE(created_at) ON TABLE switchyard.delivery TO switchyard_worker;

--
-- Name: COLUMN delivery.concluded_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(concluded_at) ON TABLE switchyard.delivery TO switchyard_api;
GRANT UPDATE(concluded_at) ON TABLE switchyard.delivery TO switchyard_worker;

--
-- Name: TABLE delivery_attempt; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.delivery_attempt TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.delivery_attempt TO switchyard_worker;

--
-- Name: TABLE digest; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.digest TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.digest TO switchyard_worker;

--
-- Name: COLUMN digest.id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(id) ON TABLE switchyard.digest TO switchyard_api;
GRANT UPDATE(id) ON TABLE switchyard.digest TO switchyard_worker;

--
-- Name: COLUMN digest.recipient; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(recipient) ON TABLE switchyard.digest TO switchyard_api;
GRANT UPDATE(recipient) ON TABLE switchyard.digest TO switchyard_worker;

--
-- Name: COLUMN digest.opened_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(opened_at) ON TABLE switchyard.digest TO switchyard_api;
GRANT UPDATE(opened_at) ON TABLE switchyard.digest TO switchyard_worker;

--
-- Name: COLUMN digest.closes_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(closes_at) ON TABLE switchyard.digest TO switchyard_api;
GRANT UPDATE(closes_at) ON TABLE switchyard.digest TO switchyard_worker;

--
-- Name: COLUMN digest.closed_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(closed_at) ON TABLE switchyard.digest TO switchyard_api;
GRANT UPDATE(closed_at) ON TABLE switchyard.digest TO switchyard_worker;

--
-- Name: TABLE endpoint; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.endpoint TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.endpoint TO switchyard_worker;

--
-- Name: COLUMN endpoint.id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(id) ON TABLE switchyard.endpoint TO switchyard_api;
GRANT UPDATE(id) ON TABLE switchyard.endpoint TO switchyard_worker;

--
-- Name: COLUMN endpoint.purpose; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(purpose) ON TABLE switchyard.endpoint TO switchyard_api;
GRANT UPDATE(purpose) ON TABLE switchyard.endpoint TO switchyard_worker;

--
-- Name: COLUMN endpoint.sealed; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(sealed) ON TABLE switchyard.endpoint TO switchyard_api;
GRANT UPDATE(sealed) ON TABLE switchyard.endpoint TO switchyard_worker;

--
-- Name: COLUMN endpoint.created_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(created_at) ON TABLE switchyard.endpoint TO switchyard_api;
GRANT UPDATE(created_at) ON TABLE switchyard.endpoint TO switchyard_worker;

--
-- Name: TABLE event; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.event TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.event TO switchyard_worker;

--
-- Name: TABLE exclusion; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.exclusion TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.exclusion TO switchyard_worker;

--
-- Name: COLUMN exclusion.id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(id) ON TABLE switchyard.exclusion TO switchyard_api;
GRANT UPDATE(id) ON TABLE switchyard.exclusion TO switchyard_worker;

--
-- Name: COLUMN exclusion.kind; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(kind) ON TABLE switchyard.exclusion TO switchyard_api;
GRANT UPDATE(kind) ON TABLE switchyard.exclusion TO switchyard_worker;

--
-- Name: COLUMN exclusion.state; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(state) ON TABLE switchyard.exclusion TO switchyard_api;
GRANT UPDATE(state) ON TABLE switchyard.exclusion TO switchyard_worker;

--
-- Name: COLUMN exclusion.ticket_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(ticket_id) ON TABLE switchyard.exclusion TO switchyard_api;
GRANT UPDATE(ticket_id) ON TABLE switchyard.exclusion TO switchyard_worker;

--
-- Name: COLUMN exclusion.from_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(from_at) ON TABLE switchyard.exclusion TO switchyard_api;
GRANT UPDATE(from_at) ON TABLE switchyard.exclusion TO switchyard_worker;

--
-- Name: COLUMN exclusion.until_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(until_at) ON TABLE switchyard.exclusion TO switchyard_api;
GRANT UPDATE(until_at) ON TABLE switchyard.exclusion TO switchyard_worker;

--
-- Name: COLUMN exclusion.metrics; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(metrics) ON TABLE switchyard.exclusion TO switchyard_api;
GRANT UPDATE(metrics) ON TABLE switchyard.exclusion TO switchyard_worker;

--
-- Name: COLUMN exclusion.channels; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(channels) ON TABLE switchyard.exclusion TO switchyard_api;
GRANT UPDATE(channels) ON TABLE switchyard.exclusion TO switchyard_worker;

--
-- Name: COLUMN exclusion.languages; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(languages) ON TABLE switchyard.exclusion TO switchyard_api;
GRANT UPDATE(languages) ON TABLE switchyard.exclusion TO switchyard_worker;

--
-- Name: COLUMN exclusion.tiers; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(tiers) ON TABLE switchyard.exclusion TO switchyard_api;
GRANT UPDATE(tiers) ON TABLE switchyard.exclusion TO switchyard_worker;

--
-- Name: COLUMN exclusion.priorities; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(priorities) ON TABLE switchyard.exclusion TO switchyard_api;
GRANT UPDATE(priorities) ON TABLE switchyard.exclusion TO switchyard_worker;

--
-- Name: COLUMN exclusion.categories; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(categories) ON TABLE switchyard.exclusion TO switchyard_api;
GRANT UPDATE(categories) ON TABLE switchyard.exclusion TO switchyard_worker;

--
-- Name: COLUMN exclusion.forecast; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(forecast) ON TABLE switchyard.exclusion TO switchyard_api;
GRANT UPDATE(forecast) ON TABLE switchyard.exclusion TO switchyard_worker;

--
-- Name: COLUMN exclusion.tolerance_bp; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(tolerance_bp) ON TABLE switchyard.exclusion TO switchyard_api;
GRANT UPDATE(tolerance_bp) ON TABLE switchyard.exclusion TO switchyard_worker;

--
-- Name: COLUMN exclusion.volume; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(volume) ON TABLE switchyard.exclusion TO switchyard_api;
GRANT UPDATE(volume) ON TABLE switchyard.exclusion TO switchyard_worker;

--
-- Name: COLUMN exclusion.reason; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(reason) ON TABLE switchyard.exclusion TO switchyard_api;
GRANT UPDATE(reason) ON TABLE switchyard.exclusion TO switchyard_worker;

--
-- Name: COLUMN exclusion.proposed_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(proposed_at) ON TABLE switchyard.exclusion TO switchyard_api;
GRANT UPDATE(proposed_at) ON TABLE switchyard.exclusion TO switchyard_worker;

--
-- Name: TABLE exclusion_act; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.exclusion_act TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.exclusion_act TO switchyard_worker;

--
-- Name: TABLE fact_case; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.fact_case TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.fact_case TO switchyard_worker;

--
-- Name: TABLE fact_cycle; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.fact_cycle TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.fact_cycle TO switchyard_worker;

--
-- Name: TABLE fact_cycle_sweep; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.fact_cycle_sweep TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.fact_cycle_sweep TO switchyard_worker;

--
-- Name: COLUMN fact_cycle_sweep.thresholds; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(thresholds) ON TABLE switchyard.fact_cycle_sweep TO switchyard_api;
GRANT UPDATE(thresholds) ON TABLE switchyard.fact_cycle_sweep TO switchyard_worker;

--
-- Name: COLUMN fact_cycle_sweep.swept_created_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(swept_created_at) ON TABLE switchyard.fact_cycle_sweep TO switchyard_api;
GRANT UPDATE(swept_created_at) ON TABLE switchyard.fact_cycle_sweep TO switchyard_worker;

--
-- Name: COLUMN fact_cycle_sweep.swept_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(swept_id) ON TABLE switchyard.fact_cycle_sweep TO switchyard_api;
GRANT UPDATE(swept_id) ON TABLE switchyard.fact_cycle_sweep TO switchyard_worker;

--
-- Name: COLUMN fact_cycle_sweep.calendars_until; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(calendars_until) ON TABLE switchyard.fact_cycle_sweep TO switchyard_api;
GRANT UPDATE(calendars_until) ON TABLE switchyard.fact_cycle_sweep TO switchyard_worker;

--
-- Name: COLUMN fact_cycle_sweep.running_only; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(running_only) ON TABLE switchyard.fact_cycle_sweep TO switchyard_api;
GRANT UPDATE(running_only) ON TABLE switchyard.fact_cycle_sweep TO switchyard_worker;

--
-- Name: COLUMN fact_cycle_sweep.revision; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(revision) ON TABLE switchyard.fact_cycle_sweep TO switchyard_api;
GRANT UPDATE(revision) ON TABLE switchyard.fact_cycle_sweep TO switchyard_worker;

--
-- Name: TABLE fact_stale; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.fact_stale TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.fact_stale TO switchyard_worker;

--
-- Name: TABLE handover_offer; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.handover_offer TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.handover_offer TO switchyard_worker;

--
-- Name: TABLE import_batch; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.import_batch TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.import_batch TO switchyard_worker;

--
-- Name: COLUMN import_batch.id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(id) ON TABLE switchyard.import_batch TO switchyard_api;
GRANT UPDATE(id) ON TABLE switchyard.import_batch TO switchyard_worker;

--
-- Name: COLUMN import_batch.file_sha256; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(file_sha256) ON TABLE switchyard.import_batch TO switchyard_api;
GRANT UPDATE(file_sha256) ON TABLE switchyard.import_batch TO switchyard_worker;

--
-- Name: COLUMN import_batch.lines_done; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(lines_done) ON TABLE switchyard.import_batch TO switchyard_api;
GRANT UPDATE(lines_done) ON TABLE switchyard.import_batch TO switchyard_worker;

--
-- Name: COLUMN import_batch.cases; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(cases) ON TABLE switchyard.import_batch TO switchyard_api;
GRANT UPDATE(cases) ON TABLE switchyard.import_batch TO switchyard_worker;

--
-- Name: COLUMN import_batch.messages; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(messages) ON TABLE switchyard.import_batch TO switchyard_api;
GRANT UPDATE(messages) ON TABLE switchyard.import_batch TO switchyard_worker;

--
-- Name: COLUMN import_batch.known; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(known) ON TABLE switchyard.import_batch TO switchyard_api;
GRANT UPDATE(known) ON TABLE switchyard.import_batch TO switchyard_worker;

--
-- Name: COLUMN import_batch.created_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(created_at) ON TABLE switchyard.import_batch TO switchyard_api;
GRANT UPDATE(created_at) ON TABLE switchyard.import_batch TO switchyard_worker;

--
-- Name: COLUMN import_batch.finished_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(finished_at) ON TABLE switchyard.import_batch TO switchyard_api;
GRANT UPDATE(finished_at) ON TABLE switchyard.import_batch TO switchyard_worker;

--
-- Name: COLUMN import_batch.undone_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(undone_at) ON TABLE switchyard.import_batch TO switchyard_api;
GRANT UPDATE(undone_at) ON TABLE switchyard.import_batch TO switchyard_worker;

--
-- Name: TABLE job; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.job TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.job TO switchyard_worker;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.job TO switchyard_dispatcher;

--
-- Name: COLUMN job.id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(id) ON TABLE switchyard.job TO switchyard_api;
GRANT UPDATE(id) ON TABLE switchyard.job TO switchyard_worker;
GRANT UPDATE(id) ON TABLE switchyard.job TO switchyard_dispatcher;

--
-- Name: COLUMN job.kind; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(kind) ON TABLE switchyard.job TO switchyard_api;
GRANT UPDATE(kind) ON TABLE switchyard.job TO switchyard_worker;
GRANT UPDATE(kind) ON TABLE switchyard.job TO switchyard_dispatcher;

--
-- Name: COLUMN job.payload_version; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(payload_version) ON TABLE switchyard.job TO switchyard_api;
GRANT UPDATE(payload_version) ON TABLE switchyard.job TO switchyard_worker;
GRANT UPDATE(payload_version) ON TABLE switchyard.job TO switchyard_dispatcher;

--
-- Name: COLUMN job.subject_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(subject_id) ON TABLE switchyard.job TO switchyard_api;
GRANT UPDATE(subject_id) ON TABLE switchyard.job TO switchyard_worker;
GRANT UPDATE(subject_id) ON TABLE switchyard.job TO switchyard_dispatcher;

--
-- Name: COLUMN job.priority; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(priority) ON TABLE switchyard.job TO switchyard_api;
GRANT UPDATE(priority) ON TABLE switchyard.job TO switchyard_worker;
GRANT UPDATE(priority) ON TABLE switchyard.job TO switchyard_dispatcher;

--
-- Name: COLUMN job.run_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(run_at) ON TABLE switchyard.job TO switchyard_api;
GRANT UPDATE(run_at) ON TABLE switchyard.job TO switchyard_worker;
GRANT UPDATE(run_at) ON TABLE switchyard.job TO switchyard_dispatcher;

--
-- Name: COLUMN job.attempt; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(attempt) ON TABLE switchyard.job TO switchyard_api;
GRANT UPDATE(attempt) ON TABLE switchyard.job TO switchyard_worker;
GRANT UPDATE(attempt) ON TABLE switchyard.job TO switchyard_dispatcher;

--
-- Name: COLUMN job.lease; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(lease) ON TABLE switchyard.job TO switchyard_api;
GRANT UPDATE(lease) ON TABLE switchyard.job TO switchyard_worker;
GRANT UPDATE(lease) ON TABLE switchyard.job TO switchyard_dispatcher;

--
-- Name: COLUMN job.worker_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(worker_id) ON TABLE switchyard.job TO switchyard_api;
GRANT UPDATE(worker_id) ON TABLE switchyard.job TO switchyard_worker;
GRANT UPDATE(worker_id) ON TABLE switchyard.job TO switchyard_dispatcher;

--
-- Name: COLUMN job.deadline_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(deadline_at) ON TABLE switchyard.job TO switchyard_api;
GRANT UPDATE(deadline_at) ON TABLE switchyard.job TO switchyard_worker;
GRANT UPDATE(deadline_at) ON TABLE switchyard.job TO switchyard_dispatcher;

--
-- Name: COLUMN job.dedup_key; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(dedup_key) ON TABLE switchyard.job TO switchyard_api;
GRANT UPDATE(dedup_key) ON TABLE switchyard.job TO switchyard_worker;
GRANT UPDATE(dedup_key) ON TABLE switchyard.job TO switchyard_dispatcher;

--
-- Name: COLUMN job.ordering_key; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(ordering_key) ON TABLE switchyard.job TO switchyard_api;
GRANT UPDATE(ordering_key) ON TABLE switchyard.job TO switchyard_worker;
GRANT UPDATE(ordering_key) ON TABLE switchyard.job TO switchyard_dispatcher;

--
-- Name: COLUMN job.last_code; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(last_code) ON TABLE switchyard.job TO switchyard_api;
GRANT UPDATE(last_code) ON TABLE switchyard.job TO switchyard_worker;
GRANT UPDATE(last_code) ON TABLE switchyard.job TO switchyard_dispatcher;

--
-- Name: COLUMN job.traceparent; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(traceparent) ON TABLE switchyard.job TO switchyard_api;
GRANT UPDATE(traceparent) ON TABLE switchyard.job TO switchyard_worker;
GRANT UPDATE(traceparent) ON TABLE switchyard.job TO switchyard_dispatcher;

--
-- Name: COLUMN job.created_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(created_at) ON TABLE switchyard.job TO switchyard_api;
GRANT UPDATE(created_at) ON TABLE switchyard.job TO switchyard_worker;
GRANT UPDATE(created_at) ON TABLE switchyard.job TO switchyard_dispatcher;

--
-- Name: COLUMN job.failed_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(failed_at) ON TABLE switchyard.job TO switchyard_api;
GRANT UPDATE(failed_at) ON TABLE switchyard.job TO switchyard_worker;
GRANT UPDATE(failed_at) ON TABLE switchyard.job TO switchyard_dispatcher;

--
-- Name: COLUMN job.failure_codes; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(failure_codes) ON TABLE switchyard.job TO switchyard_api;
GRANT UPDATE(failure_codes) ON TABLE switchyard.job TO switchyard_worker;
GRANT UPDATE(failure_codes) ON TABLE switchyard.job TO switchyard_dispatcher;

--
-- Name: COLUMN job.not_before; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(not_before) ON TABLE switchyard.job TO switchyard_api;
GRANT UPDATE(not_before) ON TABLE switchyard.job TO switchyard_worker;
GRANT UPDATE(not_before) ON TABLE switchyard.job TO switchyard_dispatcher;

--
-- Name: COLUMN job.place; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(place) ON TABLE switchyard.job TO switchyard_api;
GRANT UPDATE(place) ON TABLE switchyard.job TO switchyard_worker;
GRANT UPDATE(place) ON TABLE switchyard.job TO switchyard_dispatcher;

--
-- Name: TABLE job_dead; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.job_dead TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.job_dead TO switchyard_worker;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.job_dead TO switchyard_dispatcher;

--
-- Name: COLUMN job_dead.id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(id) ON TABLE switchyard.job_dead TO switchyard_dispatcher;

--
-- Name: COLUMN job_dead.kind; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(kind) ON TABLE switchyard.job_dead TO switchyard_dispatcher;

--
-- Name: COLUMN job_dead.subject_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(subject_id) ON TABLE switchyard.job_dead TO switchyard_dispatcher;

--
-- Name: COLUMN job_dead.reason; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(reason) ON TABLE switchyard.job_dead TO switchyard_dispatcher;

--
-- Name: COLUMN job_dead.attempts; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(attempts) ON TABLE switchyard.job_dead TO switchyard_dispatcher;

--
-- Name: COLUMN job_dead.created_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(created_at) ON TABLE switchyard.job_dead TO switchyard_dispatcher;

--
-- Name: COLUMN job_dead.finished_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(finished_at) ON TABLE switchyard.job_dead TO switchyard_dispatcher;

--
-- Name: TABLE job_done; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.job_done TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.job_done TO switchyard_worker;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.job_done TO switchyard_dispatcher;

--
-- Name: COLUMN job_done.id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(id) ON TABLE switchyard.job_done TO switchyard_dispatcher;

--
-- Name: COLUMN job_done.kind; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(kind) ON TABLE switchyard.job_done TO switchyard_dispatcher;

--
-- Name: COLUMN job_done.outcome; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(outcome) ON TABLE switchyard.job_done TO switchyard_dispatcher;

--
-- Name: COLUMN job_done.attempts; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(attempts) ON TABLE switchyard.job_done TO switchyard_dispatcher;

--
-- Name: COLUMN job_done.created_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(created_at) ON TABLE switchyard.job_done TO switchyard_dispatcher;

--
-- Name: COLUMN job_done.finished_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(finished_at) ON TABLE switchyard.job_done TO switchyard_dispatcher;

--
-- Name: TABLE job_hold; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.job_hold TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.job_hold TO switchyard_worker;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.job_hold TO switchyard_dispatcher;

--
-- Name: COLUMN job_hold.kind; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(kind) ON TABLE switchyard.job_hold TO switchyard_dispatcher;

--
-- Name: COLUMN job_hold.held_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(held_at) ON TABLE switchyard.job_hold TO switchyard_dispatcher;

--
-- Name: TABLE job_kind_hold; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.job_kind_hold TO switchyard_dispatcher;

--
-- Name: TABLE job_slot; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.job_slot TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.job_slot TO switchyard_worker;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.job_slot TO switchyard_dispatcher;

--
-- Name: COLUMN job_slot.kind; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(kind) ON TABLE switchyard.job_slot TO switchyard_dispatcher;

--
-- Name: COLUMN job_slot.number; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(number) ON TABLE switchyard.job_slot TO switchyard_dispatcher;

--
-- Name: COLUMN job_slot.job_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(job_id) ON TABLE switchyard.job_slot TO switchyard_dispatcher;
GRANT UPDATE(job_id) ON TABLE switchyard.job_slot TO switchyard_api;
GRANT UPDATE(job_id) ON TABLE switchyard.job_slot TO switchyard_worker;

--
-- Name: COLUMN job_slot.lease; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(lease) ON TABLE switchyard.job_slot TO switchyard_dispatcher;
GRANT UPDATE(lease) ON TABLE switchyard.job_slot TO switchyard_api;
GRANT UPDATE(lease) ON TABLE switchyard.job_slot TO switchyard_worker;

--
-- Name: COLUMN job_slot.turns; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(turns) ON TABLE switchyard.job_slot TO switchyard_dispatcher;
GRANT UPDATE(turns) ON TABLE switchyard.job_slot TO switchyard_api;
GRANT UPDATE(turns) ON TABLE switchyard.job_slot TO switchyard_worker;

--
-- Name: COLUMN job_slot.is_over; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(is_over) ON TABLE switchyard.job_slot TO switchyard_api;
GRANT UPDATE(is_over) ON TABLE switchyard.job_slot TO switchyard_worker;

--
-- Name: TABLE message; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.message TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.message TO switchyard_worker;

--
-- Name: COLUMN message.tenant_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT(tenant_id) ON TABLE switchyard.message TO switchyard_search;

--
-- Name: COLUMN message.ticket_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(ticket_id) ON TABLE switchyard.message TO switchyard_api;
GRANT UPDATE(ticket_id) ON TABLE switchyard.message TO switchyard_worker;
GRANT SELECT(ticket_id) ON TABLE switchyard.message TO switchyard_search;

--
-- Name: COLUMN message.tokens; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(tokens) ON TABLE switchyard.message TO switchyard_api;
GRANT UPDATE(tokens) ON TABLE switchyard.message TO switchyard_worker;
GRANT SELECT(tokens) ON TABLE switchyard.message TO switchyard_search;

--
-- Name: TABLE notice; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.notice TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.notice TO switchyard_worker;

--
-- Name: COLUMN notice.id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(id) ON TABLE switchyard.notice TO switchyard_api;
GRANT UPDATE(id) ON TABLE switchyard.notice TO switchyard_worker;

--
-- Name: COLUMN notice.ticket_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(ticket_id) ON TABLE switchyard.notice TO switchyard_api;
GRANT UPDATE(ticket_id) ON TABLE switchyard.notice TO switchyard_worker;

--
-- Name: COLUMN notice.recipient; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(recipient) ON TABLE switchyard.notice TO switchyard_api;
GRANT UPDATE(recipient) ON TABLE switchyard.notice TO switchyard_worker;

--
-- Name: COLUMN notice.metric; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(metric) ON TABLE switchyard.notice TO switchyard_api;
GRANT UPDATE(metric) ON TABLE switchyard.notice TO switchyard_worker;

--
-- Name: COLUMN notice.step; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(step) ON TABLE switchyard.notice TO switchyard_api;
GRANT UPDATE(step) ON TABLE switchyard.notice TO switchyard_worker;

--
-- Name: COLUMN notice.level; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(level) ON TABLE switchyard.notice TO switchyard_api;
GRANT UPDATE(level) ON TABLE switchyard.notice TO switchyard_worker;

--
-- Name: COLUMN notice.at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(at) ON TABLE switchyard.notice TO switchyard_api;
GRANT UPDATE(at) ON TABLE switchyard.notice TO switchyard_worker;

--
-- Name: COLUMN notice.due_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(due_at) ON TABLE switchyard.notice TO switchyard_api;
GRANT UPDATE(due_at) ON TABLE switchyard.notice TO switchyard_worker;

--
-- Name: COLUMN notice.delivery_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(delivery_id) ON TABLE switchyard.notice TO switchyard_api;
GRANT UPDATE(delivery_id) ON TABLE switchyard.notice TO switchyard_worker;

--
-- Name: COLUMN notice.created_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(created_at) ON TABLE switchyard.notice TO switchyard_api;
GRANT UPDATE(created_at) ON TABLE switchyard.notice TO switchyard_worker;

--
-- Name: TABLE quota; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.quota TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.quota TO switchyard_worker;

--
-- Name: COLUMN quota.intake_max; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(intake_max) ON TABLE switchyard.quota TO switchyard_api;
GRANT UPDATE(intake_max) ON TABLE switchyard.quota TO switchyard_worker;

--
-- Name: COLUMN quota.mail_max; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(mail_max) ON TABLE switchyard.quota TO switchyard_api;
GRANT UPDATE(mail_max) ON TABLE switchyard.quota TO switchyard_worker;

--
-- Name: COLUMN quota.storage_max; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(storage_max) ON TABLE switchyard.quota TO switchyard_api;
GRANT UPDATE(storage_max) ON TABLE switchyard.quota TO switchyard_worker;

--
-- Name: COLUMN quota.intake_is_hard; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(intake_is_hard) ON TABLE switchyard.quota TO switchyard_api;
GRANT UPDATE(intake_is_hard) ON TABLE switchyard.quota TO switchyard_worker;

--
-- Name: COLUMN quota.mail_is_hard; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(mail_is_hard) ON TABLE switchyard.quota TO switchyard_api;
GRANT UPDATE(mail_is_hard) ON TABLE switchyard.quota TO switchyard_worker;

--
-- Name: COLUMN quota.intake_closed_until; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(intake_closed_until) ON TABLE switchyard.quota TO switchyard_api;
GRANT UPDATE(intake_closed_until) ON TABLE switchyard.quota TO switchyard_worker;

--
-- Name: COLUMN quota.revision; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(revision) ON TABLE switchyard.quota TO switchyard_api;
GRANT UPDATE(revision) ON TABLE switchyard.quota TO switchyard_worker;

--
-- Name: TABLE receipt; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.receipt TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.receipt TO switchyard_worker;

--
-- Name: TABLE restatement; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.restatement TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.restatement TO switchyard_worker;

--
-- Name: COLUMN restatement.id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(id) ON TABLE switchyard.restatement TO switchyard_api;
GRANT UPDATE(id) ON TABLE switchyard.restatement TO switchyard_worker;

--
-- Name: COLUMN restatement.state; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(state) ON TABLE switchyard.restatement TO switchyard_api;
GRANT UPDATE(state) ON TABLE switchyard.restatement TO switchyard_worker;

--
-- Name: COLUMN restatement.policy_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(policy_id) ON TABLE switchyard.restatement TO switchyard_api;
GRANT UPDATE(policy_id) ON TABLE switchyard.restatement TO switchyard_worker;

--
-- Name: COLUMN restatement.policy_version; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(policy_version) ON TABLE switchyard.restatement TO switchyard_api;
GRANT UPDATE(policy_version) ON TABLE switchyard.restatement TO switchyard_worker;

--
-- Name: COLUMN restatement.from_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(from_at) ON TABLE switchyard.restatement TO switchyard_api;
GRANT UPDATE(from_at) ON TABLE switchyard.restatement TO switchyard_worker;

--
-- Name: COLUMN restatement.until_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(until_at) ON TABLE switchyard.restatement TO switchyard_api;
GRANT UPDATE(until_at) ON TABLE switchyard.restatement TO switchyard_worker;

--
-- Name: COLUMN restatement.revision; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(revision) ON TABLE switchyard.restatement TO switchyard_api;
GRANT UPDATE(revision) ON TABLE switchyard.restatement TO switchyard_worker;

--
-- Name: COLUMN restatement.reason; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(reason) ON TABLE switchyard.restatement TO switchyard_api;
GRANT UPDATE(reason) ON TABLE switchyard.restatement TO switchyard_worker;

--
-- Name: COLUMN restatement.proposed_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(proposed_at) ON TABLE switchyard.restatement TO switchyard_api;
GRANT UPDATE(proposed_at) ON TABLE switchyard.restatement TO switchyard_worker;

--
-- Name: TABLE restatement_act; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.restatement_act TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.restatement_act TO switchyard_worker;

--
-- Name: TABLE roll_up_mark; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.roll_up_mark TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.roll_up_mark TO switchyard_worker;

--
-- Name: COLUMN roll_up_mark.zone; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(zone) ON TABLE switchyard.roll_up_mark TO switchyard_api;
GRANT UPDATE(zone) ON TABLE switchyard.roll_up_mark TO switchyard_worker;

--
-- Name: COLUMN roll_up_mark.seen_until; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(seen_until) ON TABLE switchyard.roll_up_mark TO switchyard_api;
GRANT UPDATE(seen_until) ON TABLE switchyard.roll_up_mark TO switchyard_worker;

--
-- Name: TABLE rota_override; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.rota_override TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.rota_override TO switchyard_worker;

--
-- Name: COLUMN rota_override.number; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(number) ON TABLE switchyard.rota_override TO switchyard_api;
GRANT UPDATE(number) ON TABLE switchyard.rota_override TO switchyard_worker;

--
-- Name: COLUMN rota_override.id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(id) ON TABLE switchyard.rota_override TO switchyard_api;
GRANT UPDATE(id) ON TABLE switchyard.rota_override TO switchyard_worker;

--
-- Name: COLUMN rota_override.post; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(post) ON TABLE switchyard.rota_override TO switchyard_api;
GRANT UPDATE(post) ON TABLE switchyard.rota_override TO switchyard_worker;

--
-- Name: COLUMN rota_override.person_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(person_id) ON TABLE switchyard.rota_override TO switchyard_api;
GRANT UPDATE(person_id) ON TABLE switchyard.rota_override TO switchyard_worker;

--
-- Name: COLUMN rota_override.from_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(from_at) ON TABLE switchyard.rota_override TO switchyard_api;
GRANT UPDATE(from_at) ON TABLE switchyard.rota_override TO switchyard_worker;

--
-- Name: COLUMN rota_override.until_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(until_at) ON TABLE switchyard.rota_override TO switchyard_api;
GRANT UPDATE(until_at) ON TABLE switchyard.rota_override TO switchyard_worker;

--
-- Name: COLUMN rota_override.created_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(created_at) ON TABLE switchyard.rota_override TO switchyard_api;
GRANT UPDATE(created_at) ON TABLE switchyard.rota_override TO switchyard_worker;

--
-- Name: COLUMN rota_override.created_by; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(created_by) ON TABLE switchyard.rota_override TO switchyard_api;
GRANT UPDATE(created_by) ON TABLE switchyard.rota_override TO switchyard_worker;

--
-- Name: TABLE rota_version; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.rota_version TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.rota_version TO switchyard_worker;

--
-- Name: TABLE schedule; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE switchyard.schedule TO switchyard_dispatcher;

--
-- Name: TABLE schedule_fire; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE switchyard.schedule_fire TO switchyard_dispatcher;

--
-- Name: TABLE service_level_version; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.service_level_version TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.service_level_version TO switchyard_worker;

--
-- Name: TABLE serving_team; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.serving_team TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.serving_team TO switchyard_worker;

--
-- Name: TABLE setting_version; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.setting_version TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.setting_version TO switchyard_worker;

--
-- Name: TABLE sla_cycle; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.sla_cycle TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.sla_cycle TO switchyard_worker;

--
-- Name: COLUMN sla_cycle.ticket_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(ticket_id) ON TABLE switchyard.sla_cycle TO switchyard_api;
GRANT UPDATE(ticket_id) ON TABLE switchyard.sla_cycle TO switchyard_worker;

--
-- Name: COLUMN sla_cycle.metric; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(metric) ON TABLE switchyard.sla_cycle TO switchyard_api;
GRANT UPDATE(metric) ON TABLE switchyard.sla_cycle TO switchyard_worker;

--
-- Name: COLUMN sla_cycle.ordinal; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(ordinal) ON TABLE switchyard.sla_cycle TO switchyard_api;
GRANT UPDATE(ordinal) ON TABLE switchyard.sla_cycle TO switchyard_worker;

--
-- Name: COLUMN sla_cycle.state; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(state) ON TABLE switchyard.sla_cycle TO switchyard_api;
GRANT UPDATE(state) ON TABLE switchyard.sla_cycle TO switchyard_worker;

--
-- Name: COLUMN sla_cycle.reason; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(reason) ON TABLE switchyard.sla_cycle TO switchyard_api;
GRANT UPDATE(reason) ON TABLE switchyard.sla_cycle TO switchyard_worker;

--
-- Name: COLUMN sla_cycle.target_seconds; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(target_seconds) ON TABLE switchyard.sla_cycle TO switchyard_api;
GRANT UPDATE(target_seconds) ON TABLE switchyard.sla_cycle TO switchyard_worker;

--
-- Name: COLUMN sla_cycle.target_revision; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(target_revision) ON TABLE switchyard.sla_cycle TO switchyard_api;
GRANT UPDATE(target_revision) ON TABLE switchyard.sla_cycle TO switchyard_worker;

--
-- Name: COLUMN sla_cycle.start_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(start_at) ON TABLE switchyard.sla_cycle TO switchyard_api;
GRANT UPDATE(start_at) ON TABLE switchyard.sla_cycle TO switchyard_worker;

--
-- Name: COLUMN sla_cycle.due_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(due_at) ON TABLE switchyard.sla_cycle TO switchyard_api;
GRANT UPDATE(due_at) ON TABLE switchyard.sla_cycle TO switchyard_worker;

--
-- Name: COLUMN sla_cycle.breach_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(breach_at) ON TABLE switchyard.sla_cycle TO switchyard_api;
GRANT UPDATE(breach_at) ON TABLE switchyard.sla_cycle TO switchyard_worker;

--
-- Name: COLUMN sla_cycle.breached_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(breached_at) ON TABLE switchyard.sla_cycle TO switchyard_api;
GRANT UPDATE(breached_at) ON TABLE switchyard.sla_cycle TO switchyard_worker;

--
-- Name: COLUMN sla_cycle.fulfilled_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(fulfilled_at) ON TABLE switchyard.sla_cycle TO switchyard_api;
GRANT UPDATE(fulfilled_at) ON TABLE switchyard.sla_cycle TO switchyard_worker;

--
-- Name: COLUMN sla_cycle.elapsed_microseconds; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(elapsed_microseconds) ON TABLE switchyard.sla_cycle TO switchyard_api;
GRANT UPDATE(elapsed_microseconds) ON TABLE switchyard.sla_cycle TO switchyard_worker;

--
-- Name: COLUMN sla_cycle.verdict; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(verdict) ON TABLE switchyard.sla_cycle TO switchyard_api;
GRANT UPDATE(verdict) ON TABLE switchyard.sla_cycle TO switchyard_worker;

--
-- Name: COLUMN sla_cycle.policy_version; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(policy_version) ON TABLE switchyard.sla_cycle TO switchyard_api;
GRANT UPDATE(policy_version) ON TABLE switchyard.sla_cycle TO switchyard_worker;

--
-- Name: COLUMN sla_cycle.policy; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(policy) ON TABLE switchyard.sla_cycle TO switchyard_api;
GRANT UPDATE(policy) ON TABLE switchyard.sla_cycle TO switchyard_worker;

--
-- Name: COLUMN sla_cycle.calendar; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(calendar) ON TABLE switchyard.sla_cycle TO switchyard_api;
GRANT UPDATE(calendar) ON TABLE switchyard.sla_cycle TO switchyard_worker;

--
-- Name: COLUMN sla_cycle.late_relaxation; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(late_relaxation) ON TABLE switchyard.sla_cycle TO switchyard_api;
GRANT UPDATE(late_relaxation) ON TABLE switchyard.sla_cycle TO switchyard_worker;

--
-- Name: COLUMN sla_cycle.arrived_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(arrived_at) ON TABLE switchyard.sla_cycle TO switchyard_api;
GRANT UPDATE(arrived_at) ON TABLE switchyard.sla_cycle TO switchyard_worker;

--
-- Name: TABLE sla_span; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.sla_span TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.sla_span TO switchyard_worker;

--
-- Name: TABLE sla_step; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.sla_step TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.sla_step TO switchyard_worker;

--
-- Name: TABLE sla_timer; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.sla_timer TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.sla_timer TO switchyard_worker;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.sla_timer TO switchyard_dispatcher;

--
-- Name: COLUMN sla_timer.ticket_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(ticket_id) ON TABLE switchyard.sla_timer TO switchyard_api;
GRANT UPDATE(ticket_id) ON TABLE switchyard.sla_timer TO switchyard_worker;
GRANT UPDATE(ticket_id) ON TABLE switchyard.sla_timer TO switchyard_dispatcher;

--
-- Name: COLUMN sla_timer.wake_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(wake_at) ON TABLE switchyard.sla_timer TO switchyard_api;
GRANT UPDATE(wake_at) ON TABLE switchyard.sla_timer TO switchyard_worker;
GRANT UPDATE(wake_at) ON TABLE switchyard.sla_timer TO switchyard_dispatcher;

--
-- Name: TABLE solution; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.solution TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.solution TO switchyard_worker;

--
-- Name: TABLE solution_search; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.solution_search TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.solution_search TO switchyard_worker;
GRANT SELECT ON TABLE switchyard.solution_search TO switchyard_search;

--
-- Name: TABLE source_heard; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.source_heard TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.source_heard TO switchyard_worker;

--
-- Name: COLUMN source_heard.source_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(source_id) ON TABLE switchyard.source_heard TO switchyard_api;
GRANT UPDATE(source_id) ON TABLE switchyard.source_heard TO switchyard_worker;

--
-- Name: COLUMN source_heard.last_accepted_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(last_accepted_at) ON TABLE switchyard.source_heard TO switchyard_api;
GRANT UPDATE(last_accepted_at) ON TABLE switchyard.source_heard TO switchyard_worker;

--
-- Name: TABLE source_rejection; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.source_rejection TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.source_rejection TO switchyard_worker;

--
-- Name: TABLE source_watch; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.source_watch TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.source_watch TO switchyard_worker;

--
-- Name: COLUMN source_watch.heard_until; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(heard_until) ON TABLE switchyard.source_watch TO switchyard_api;
GRANT UPDATE(heard_until) ON TABLE switchyard.source_watch TO switchyard_worker;

--
-- Name: TABLE subscription; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.subscription TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.subscription TO switchyard_worker;

--
-- Name: COLUMN subscription.id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(id) ON TABLE switchyard.subscription TO switchyard_api;
GRANT UPDATE(id) ON TABLE switchyard.subscription TO switchyard_worker;

--
-- Name: COLUMN subscription.sealed; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(sealed) ON TABLE switchyard.subscription TO switchyard_api;
GRANT UPDATE(sealed) ON TABLE switchyard.subscription TO switchyard_worker;

--
-- Name: COLUMN subscription.types; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(types) ON TABLE switchyard.subscription TO switchyard_api;
GRANT UPDATE(types) ON TABLE switchyard.subscription TO switchyard_worker;

--
-- Name: COLUMN subscription.state; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(state) ON TABLE switchyard.subscription TO switchyard_api;
GRANT UPDATE(state) ON TABLE switchyard.subscription TO switchyard_worker;

--
-- Name: COLUMN subscription.reason; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(reason) ON TABLE switchyard.subscription TO switchyard_api;
GRANT UPDATE(reason) ON TABLE switchyard.subscription TO switchyard_worker;

--
-- Name: COLUMN subscription.revision; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(revision) ON TABLE switchyard.subscription TO switchyard_api;
GRANT UPDATE(revision) ON TABLE switchyard.subscription TO switchyard_worker;

--
-- Name: COLUMN subscription.created_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(created_at) ON TABLE switchyard.subscription TO switchyard_api;
GRANT UPDATE(created_at) ON TABLE switchyard.subscription TO switchyard_worker;

--
-- Name: COLUMN subscription.updated_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(updated_at) ON TABLE switchyard.subscription TO switchyard_api;
GRANT UPDATE(updated_at) ON TABLE switchyard.subscription TO switchyard_worker;

--
-- Name: TABLE survey_answer; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.survey_answer TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.survey_answer TO switchyard_worker;

--
-- Name: COLUMN survey_answer.invitation_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(invitation_id) ON TABLE switchyard.survey_answer TO switchyard_api;
GRANT UPDATE(invitation_id) ON TABLE switchyard.survey_answer TO switchyard_worker;

--
-- Name: COLUMN survey_answer.score; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(score) ON TABLE switchyard.survey_answer TO switchyard_api;
GRANT UPDATE(score) ON TABLE switchyard.survey_answer TO switchyard_worker;

--
-- Name: COLUMN survey_answer.comment; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(comment) ON TABLE switchyard.survey_answer TO switchyard_api;
GRANT UPDATE(comment) ON TABLE switchyard.survey_answer TO switchyard_worker;

--
-- Name: COLUMN survey_answer.quarantined; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(quarantined) ON TABLE switchyard.survey_answer TO switchyard_api;
GRANT UPDATE(quarantined) ON TABLE switchyard.survey_answer TO switchyard_worker;

--
-- Name: COLUMN survey_answer.answered_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(answered_at) ON TABLE switchyard.survey_answer TO switchyard_api;
GRANT UPDATE(answered_at) ON TABLE switchyard.survey_answer TO switchyard_worker;

--
-- Name: COLUMN survey_answer.changed_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(changed_at) ON TABLE switchyard.survey_answer TO switchyard_api;
GRANT UPDATE(changed_at) ON TABLE switchyard.survey_answer TO switchyard_worker;

--
-- Name: TABLE survey_follow_up; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.survey_follow_up TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.survey_follow_up TO switchyard_worker;

--
-- Name: COLUMN survey_follow_up.id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(id) ON TABLE switchyard.survey_follow_up TO switchyard_api;
GRANT UPDATE(id) ON TABLE switchyard.survey_follow_up TO switchyard_worker;

--
-- Name: COLUMN survey_follow_up.invitation_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(invitation_id) ON TABLE switchyard.survey_follow_up TO switchyard_api;
GRANT UPDATE(invitation_id) ON TABLE switchyard.survey_follow_up TO switchyard_worker;

--
-- Name: COLUMN survey_follow_up.ticket_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(ticket_id) ON TABLE switchyard.survey_follow_up TO switchyard_api;
GRANT UPDATE(ticket_id) ON TABLE switchyard.survey_follow_up TO switchyard_worker;

--
-- Name: COLUMN survey_follow_up.score; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(score) ON TABLE switchyard.survey_follow_up TO switchyard_api;
GRANT UPDATE(score) ON TABLE switchyard.survey_follow_up TO switchyard_worker;

--
-- Name: COLUMN survey_follow_up.supervisor_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(supervisor_id) ON TABLE switchyard.survey_follow_up TO switchyard_api;
GRANT UPDATE(supervisor_id) ON TABLE switchyard.survey_follow_up TO switchyard_worker;

--
-- Name: COLUMN survey_follow_up.proposes_complaint; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(proposes_complaint) ON TABLE switchyard.survey_follow_up TO switchyard_api;
GRANT UPDATE(proposes_complaint) ON TABLE switchyard.survey_follow_up TO switchyard_worker;

--
-- Name: COLUMN survey_follow_up.opened_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(opened_at) ON TABLE switchyard.survey_follow_up TO switchyard_api;
GRANT UPDATE(opened_at) ON TABLE switchyard.survey_follow_up TO switchyard_worker;

--
-- Name: COLUMN survey_follow_up.due_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(due_at) ON TABLE switchyard.survey_follow_up TO switchyard_api;
GRANT UPDATE(due_at) ON TABLE switchyard.survey_follow_up TO switchyard_worker;

--
-- Name: COLUMN survey_follow_up.overdue_told_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(overdue_told_at) ON TABLE switchyard.survey_follow_up TO switchyard_api;
GRANT UPDATE(overdue_told_at) ON TABLE switchyard.survey_follow_up TO switchyard_worker;

--
-- Name: COLUMN survey_follow_up.done_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(done_at) ON TABLE switchyard.survey_follow_up TO switchyard_api;
GRANT UPDATE(done_at) ON TABLE switchyard.survey_follow_up TO switchyard_worker;

--
-- Name: COLUMN survey_follow_up.done_by; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(done_by) ON TABLE switchyard.survey_follow_up TO switchyard_api;
GRANT UPDATE(done_by) ON TABLE switchyard.survey_follow_up TO switchyard_worker;

--
-- Name: TABLE survey_invitation; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.survey_invitation TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.survey_invitation TO switchyard_worker;

--
-- Name: COLUMN survey_invitation.id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(id) ON TABLE switchyard.survey_invitation TO switchyard_api;
GRANT UPDATE(id) ON TABLE switchyard.survey_invitation TO switchyard_worker;

--
-- Name: COLUMN survey_invitation.ticket_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(ticket_id) ON TABLE switchyard.survey_invitation TO switchyard_api;
GRANT UPDATE(ticket_id) ON TABLE switchyard.survey_invitation TO switchyard_worker;

--
-- Name: COLUMN survey_invitation.customer_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(customer_id) ON TABLE switchyard.survey_invitation TO switchyard_api;
GRANT UPDATE(customer_id) ON TABLE switchyard.survey_invitation TO switchyard_worker;

--
-- Name: COLUMN survey_invitation.resolution_seq; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(resolution_seq) ON TABLE switchyard.survey_invitation TO switchyard_api;
GRANT UPDATE(resolution_seq) ON TABLE switchyard.survey_invitation TO switchyard_worker;

--
-- Name: COLUMN survey_invitation.token_hash; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(token_hash) ON TABLE switchyard.survey_invitation TO switchyard_api;
GRANT UPDATE(token_hash) ON TABLE switchyard.survey_invitation TO switchyard_worker;

--
-- Name: COLUMN survey_invitation.state; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(state) ON TABLE switchyard.survey_invitation TO switchyard_api;
GRANT UPDATE(state) ON TABLE switchyard.survey_invitation TO switchyard_worker;

--
-- Name: COLUMN survey_invitation.survey_version; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(survey_version) ON TABLE switchyard.survey_invitation TO switchyard_api;
GRANT UPDATE(survey_version) ON TABLE switchyard.survey_invitation TO switchyard_worker;

--
-- Name: COLUMN survey_invitation.language; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(language) ON TABLE switchyard.survey_invitation TO switchyard_api;
GRANT UPDATE(language) ON TABLE switchyard.survey_invitation TO switchyard_worker;

--
-- Name: COLUMN survey_invitation.team_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(team_id) ON TABLE switchyard.survey_invitation TO switchyard_api;
GRANT UPDATE(team_id) ON TABLE switchyard.survey_invitation TO switchyard_worker;

--
-- Name: COLUMN survey_invitation.level; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(level) ON TABLE switchyard.survey_invitation TO switchyard_api;
GRANT UPDATE(level) ON TABLE switchyard.survey_invitation TO switchyard_worker;

--
-- Name: COLUMN survey_invitation.resolver_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(resolver_id) ON TABLE switchyard.survey_invitation TO switchyard_api;
GRANT UPDATE(resolver_id) ON TABLE switchyard.survey_invitation TO switchyard_worker;

--
-- Name: COLUMN survey_invitation.replier_ids; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(replier_ids) ON TABLE switchyard.survey_invitation TO switchyard_api;
GRANT UPDATE(replier_ids) ON TABLE switchyard.survey_invitation TO switchyard_worker;

--
-- Name: COLUMN survey_invitation.channel; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(channel) ON TABLE switchyard.survey_invitation TO switchyard_api;
GRANT UPDATE(channel) ON TABLE switchyard.survey_invitation TO switchyard_worker;

--
-- Name: COLUMN survey_invitation.category; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(category) ON TABLE switchyard.survey_invitation TO switchyard_api;
GRANT UPDATE(category) ON TABLE switchyard.survey_invitation TO switchyard_worker;

--
-- Name: COLUMN survey_invitation.tier; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(tier) ON TABLE switchyard.survey_invitation TO switchyard_api;
GRANT UPDATE(tier) ON TABLE switchyard.survey_invitation TO switchyard_worker;

--
-- Name: COLUMN survey_invitation.resolved_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(resolved_at) ON TABLE switchyard.survey_invitation TO switchyard_api;
GRANT UPDATE(resolved_at) ON TABLE switchyard.survey_invitation TO switchyard_worker;

--
-- Name: COLUMN survey_invitation.sent_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(sent_at) ON TABLE switchyard.survey_invitation TO switchyard_api;
GRANT UPDATE(sent_at) ON TABLE switchyard.survey_invitation TO switchyard_worker;

--
-- Name: COLUMN survey_invitation.expires_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(expires_at) ON TABLE switchyard.survey_invitation TO switchyard_api;
GRANT UPDATE(expires_at) ON TABLE switchyard.survey_invitation TO switchyard_worker;

--
-- Name: COLUMN survey_invitation.reminded_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(reminded_at) ON TABLE switchyard.survey_invitation TO switchyard_api;
GRANT UPDATE(reminded_at) ON TABLE switchyard.survey_invitation TO switchyard_worker;

--
-- Name: TABLE survey_turn; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.survey_turn TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.survey_turn TO switchyard_worker;

--
-- Name: COLUMN survey_turn.customer_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(customer_id) ON TABLE switchyard.survey_turn TO switchyard_api;
GRANT UPDATE(customer_id) ON TABLE switchyard.survey_turn TO switchyard_worker;

--
-- Name: COLUMN survey_turn.taken_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(taken_at) ON TABLE switchyard.survey_turn TO switchyard_api;
GRANT UPDATE(taken_at) ON TABLE switchyard.survey_turn TO switchyard_worker;

--
-- Name: TABLE ticket; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.ticket TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.ticket TO switchyard_worker;
GRANT SELECT ON TABLE switchyard.ticket TO switchyard_search;

--
-- Name: COLUMN ticket.id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(id) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(id) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.reference; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(reference) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(reference) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.customer_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(customer_id) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(customer_id) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.subject; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(subject) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(subject) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.attributes; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(attributes) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(attributes) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.channel; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(channel) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(channel) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.language; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(language) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(language) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.tier; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(tier) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(tier) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.category; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(category) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(category) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.priority; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(priority) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(priority) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.status; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(status) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(status) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.level; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(level) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(level) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.team_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(team_id) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(team_id) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.assignee_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(assignee_id) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(assignee_id) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.source_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(source_id) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(source_id) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.import_batch_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(import_batch_id) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(import_batch_id) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.follow_up_of; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(follow_up_of) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(follow_up_of) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.policy_version; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(policy_version) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(policy_version) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.event_count; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(event_count) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(event_count) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.revision; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(revision) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(revision) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.occurred_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(occurred_at) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(occurred_at) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.created_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(created_at) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(created_at) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.updated_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(updated_at) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(updated_at) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.resolved_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(resolved_at) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(resolved_at) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.merged_into; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(merged_into) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(merged_into) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.policy; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(policy) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(policy) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.standing_since; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(standing_since) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(standing_since) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.urgent_at; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(urgent_at) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(urgent_at) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.unserved_since; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(unserved_since) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(unserved_since) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: COLUMN ticket.thread; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(thread) ON TABLE switchyard.ticket TO switchyard_api;
GRANT UPDATE(thread) ON TABLE switchyard.ticket TO switchyard_worker;

--
-- Name: TABLE ticket_ref; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE switchyard.ticket_ref TO switchyard_api;
GRANT SELECT,INSERT,DELETE ON TABLE switchyard.ticket_ref TO switchyard_worker;

--
-- Name: TABLE usage_day; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.usage_day TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.usage_day TO switchyard_worker;

--
-- Name: COLUMN usage_day.business_date; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(business_date) ON TABLE switchyard.usage_day TO switchyard_api;
GRANT UPDATE(business_date) ON TABLE switchyard.usage_day TO switchyard_worker;

--
-- Name: COLUMN usage_day.intake; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(intake) ON TABLE switchyard.usage_day TO switchyard_api;
GRANT UPDATE(intake) ON TABLE switchyard.usage_day TO switchyard_worker;

--
-- Name: TABLE usage_mark; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT ON TABLE switchyard.usage_mark TO switchyard_api;
GRANT SELECT,INSERT ON TABLE switchyard.usage_mark TO switchyard_worker;

--
-- Name: COLUMN usage_mark.message_id; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(message_id) ON TABLE switchyard.usage_mark TO switchyard_api;
GRANT UPDATE(message_id) ON TABLE switchyard.usage_mark TO switchyard_worker;

--
-- Name: COLUMN usage_mark.counted_until; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(counted_until) ON TABLE switchyard.usage_mark TO switchyard_api;
GRANT UPDATE(counted_until) ON TABLE switchyard.usage_mark TO switchyard_worker;

--
-- Name: COLUMN usage_mark.storage_bytes; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT UPDATE(storage_bytes) ON TABLE switchyard.usage_mark TO switchyard_api;
GRANT UPDATE(storage_bytes) ON TABLE switchyard.usage_mark TO switchyard_worker;

--
-- Name: TABLE worker_lease; Type: ACL; Schema: switchyard; Owner: switchyard_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE switchyard.worker_lease TO switchyard_dispatcher;

--
-- PostgreSQL database dump complete
--
