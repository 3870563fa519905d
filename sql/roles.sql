-- Roles of one Switchyard database. Run by `switchyardctl migrate` with the administrator's connection before every
-- migration run; it may be run any number of times. Roles belong to the cluster, so databases of one cluster share them.
-- Passwords are set by switchyardctl from its environment, never here.
DO $roles$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN
        SELECT * FROM (VALUES
            -- owns every object; nobody logs in as it
            ('switchyard_owner',      'NOLOGIN NOBYPASSRLS'),
            -- runs migrations as a member of owner; sees all rows, so that a data migration cannot "succeed" on nothing
            ('switchyard_migrator',   'LOGIN BYPASSRLS'),
            ('switchyard_api',        'LOGIN NOBYPASSRLS'),
            ('switchyard_worker',     'LOGIN NOBYPASSRLS'),
            -- claims jobs and timers over all tenants; queue tables only (spec/queue.md)
            ('switchyard_dispatcher', 'LOGIN NOBYPASSRLS'),
            -- owner of the search functions; LOGIN because Citus logs in to its workers as the owner (spec/tenancy.md)
            ('switchyard_search',     'LOGIN NOBYPASSRLS'),
            -- read only, for pg_dump
            ('switchyard_backup',     'LOGIN BYPASSRLS')
        ) AS role (name, attributes)
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) THEN
            EXECUTE format('CREATE ROLE %I', wanted.name);
        END IF;
        EXECUTE format('ALTER ROLE %I NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION %s', wanted.name, wanted.attributes);
    END LOOP;
END $roles$;

-- What the tiers ask for is found by a key, in tables that are empty one moment and huge the next: a plan that was made
-- while a table was empty, and is kept, must not be a walk through all of it. Nor does a request read all tenants to enter
-- one, while a few hundred of them are so few that the planner would. A walk that cannot be avoided then counts as so dear
-- that the server would compile it first.
ALTER ROLE switchyard_api SET enable_seqscan = off;
ALTER ROLE switchyard_worker SET enable_seqscan = off;
ALTER ROLE switchyard_dispatcher SET enable_seqscan = off;
ALTER ROLE switchyard_api SET jit = off;
ALTER ROLE switchyard_worker SET jit = off;
ALTER ROLE switchyard_dispatcher SET jit = off;
-- The claim takes what comes first in an index, and is planned once a session: planning takes longer than a claim.
ALTER ROLE switchyard_dispatcher SET enable_bitmapscan = off;
ALTER ROLE switchyard_dispatcher SET enable_mergejoin = off;
ALTER ROLE switchyard_dispatcher SET plan_cache_mode = force_generic_plan;

GRANT switchyard_owner TO switchyard_migrator;
-- so that a migration can hand a search function to its owner
GRANT switchyard_search TO switchyard_owner;
-- likewise the function that counts the queue of all tenants
GRANT switchyard_dispatcher TO switchyard_owner;
-- whose snapshot is old: sessions of others are seen by nobody else, and of them one function tells an age and a name
GRANT pg_read_all_stats TO switchyard_owner;
GRANT pg_read_all_data TO switchyard_backup;

DO $database$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CREATE ON DATABASE %I TO switchyard_owner', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO switchyard_migrator, switchyard_api, switchyard_worker,'
        ' switchyard_dispatcher, switchyard_search, switchyard_backup', current_database());
END $database$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;
GRANT USAGE ON SCHEMA public TO switchyard_owner, switchyard_search;
