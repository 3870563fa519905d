-- A schema with one defect of each kind, run in a scratch database inside a transaction that is rolled back. Every line
-- `finds: RULE OBJECT` is what the catalog lint must say, and it must say nothing else.
SET LOCAL ROLE switchyard_owner;

-- finds: tableWithoutFamily switchyard.bad_stray
CREATE TABLE switchyard.bad_stray (tenant_id uuid NOT NULL, id uuid NOT NULL, CONSTRAINT bad_stray_pkey PRIMARY KEY (tenant_id, id));

-- finds: familyWithoutTable switchyard.bad_ghost
INSERT INTO migration.table_family VALUES ('switchyard.bad_ghost', 'tenant');

-- finds: familyInWrongSchema switchyard.bad_place
CREATE TABLE switchyard.bad_place (id uuid NOT NULL CONSTRAINT bad_place_pkey PRIMARY KEY);
SELECT migration.make_directory_table('switchyard.bad_place');

-- finds: tenantColumn switchyard.bad_column
CREATE TABLE switchyard.bad_column (id uuid NOT NULL, tenant_id uuid NOT NULL, CONSTRAINT bad_column_pkey PRIMARY KEY (tenant_id, id));
SELECT migration.make_tenant_table('switchyard.bad_column', '{}');

-- finds: tenantlessReadable switchyard.worker_lease
GRANT SELECT ON switchyard.worker_lease TO switchyard_worker;

-- finds: columnDefault switchyard.bad_default.id
CREATE TABLE switchyard.bad_default (
    tenant_id uuid NOT NULL, id uuid NOT NULL DEFAULT gen_random_uuid(), is_good boolean NOT NULL DEFAULT true,
    CONSTRAINT bad_default_pkey PRIMARY KEY (tenant_id, id)
);
SELECT migration.make_tenant_table('switchyard.bad_default', '{}');

-- finds: bytesSampled switchyard.bad_bytes.sealed
CREATE TABLE switchyard.bad_bytes (
    tenant_id uuid NOT NULL, id uuid NOT NULL, hash bytea NOT NULL, sealed bytea NOT NULL, other bytea NOT NULL,
    CONSTRAINT bad_bytes_pkey PRIMARY KEY (tenant_id, id), CONSTRAINT bad_bytes_taken UNIQUE (tenant_id, hash)
);
ALTER TABLE switchyard.bad_bytes ALTER COLUMN other SET STATISTICS 0;
SELECT migration.make_tenant_table('switchyard.bad_bytes', '{}');

-- finds: sampleWide switchyard.ticket_ref.bad_wide
ALTER TABLE switchyard.ticket_ref ADD COLUMN bad_wide integer;

-- finds: sequence directory.bad_counter_id_seq
-- finds: sequence directory.bad_counter.id
CREATE TABLE directory.bad_counter (id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT bad_counter_pkey PRIMARY KEY);
SELECT migration.make_directory_table('directory.bad_counter');

-- finds: trigger directory.bad_place_two.bad_trigger
-- finds: trigger directory.bad_place_two.bad_rule
CREATE TABLE directory.bad_place_two (id uuid NOT NULL CONSTRAINT bad_place_two_pkey PRIMARY KEY);
SELECT migration.make_directory_table('directory.bad_place_two');
CREATE FUNCTION directory.bad_fires() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER bad_trigger BEFORE INSERT ON directory.bad_place_two FOR EACH ROW EXECUTE FUNCTION directory.bad_fires();
CREATE RULE bad_rule AS ON DELETE TO directory.bad_place_two DO INSTEAD NOTHING;

-- finds: view switchyard.bad_view
CREATE VIEW switchyard.bad_view AS SELECT id FROM switchyard.ticket;
CREATE VIEW switchyard.good_view WITH (security_invoker = true) AS SELECT id FROM switchyard.ticket;

-- finds: materializedView switchyard.bad_snapshot
CREATE MATERIALIZED VIEW switchyard.bad_snapshot AS SELECT 1 AS id WITH NO DATA;

-- finds: barePartition switchyard.bad_history_old
-- finds: nestedPartition switchyard.bad_history_new
CREATE TABLE switchyard.bad_history (
    tenant_id uuid NOT NULL, id uuid NOT NULL, at timestamptz NOT NULL,
    CONSTRAINT bad_history_pkey PRIMARY KEY (tenant_id, id, at)
) PARTITION BY RANGE (at);
SELECT migration.make_tenant_table('switchyard.bad_history', '{}');
CREATE TABLE switchyard.bad_history_old PARTITION OF switchyard.bad_history FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE switchyard.bad_history_new PARTITION OF switchyard.bad_history FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')
    PARTITION BY RANGE (id);
GRANT SELECT ON switchyard.bad_history_old TO switchyard_api;

-- finds: primaryKey switchyard.bad_key
CREATE TABLE switchyard.bad_key (tenant_id uuid NOT NULL, id uuid NOT NULL, CONSTRAINT bad_key_pkey PRIMARY KEY (id, tenant_id));
SELECT migration.make_tenant_table('switchyard.bad_key', '{}');

-- finds: uniqueKey bad_unique_taken
-- finds: indexLead bad_unique_order
CREATE TABLE switchyard.bad_unique (
    tenant_id uuid NOT NULL, id uuid NOT NULL, name text COLLATE "C" NOT NULL,
    CONSTRAINT bad_unique_pkey PRIMARY KEY (tenant_id, id), CONSTRAINT bad_unique_taken UNIQUE (name)
);
CREATE INDEX bad_unique_order ON switchyard.bad_unique (name, tenant_id);
SELECT migration.make_tenant_table('switchyard.bad_unique', '{}');

-- finds: indexKeyType bad_types_of_enum
-- finds: indexKeyType bad_types_of_numeric
-- finds: indexKeyType bad_types_of_array
-- finds: indexKeyType bad_types_of_document
-- finds: indexKeyLeakproof bad_types_of_range
-- finds: indexKeyExpression bad_types_of_expression
-- finds: searchIndex bad_types_of_words
-- finds: indexKeyLeakproof bad_types_of_words
-- finds: searchIndex search_bad_types
CREATE TYPE switchyard.bad_mood AS ENUM ('well', 'unwell');
CREATE TABLE switchyard.bad_types (
    tenant_id uuid NOT NULL, id uuid NOT NULL, mood switchyard.bad_mood, amount numeric, tags text[], document jsonb, name text,
    span int4range, words tsvector, CONSTRAINT bad_types_pkey PRIMARY KEY (tenant_id, id)
);
CREATE INDEX bad_types_of_enum ON switchyard.bad_types (tenant_id, mood);
CREATE INDEX bad_types_of_numeric ON switchyard.bad_types (tenant_id, amount);
CREATE INDEX bad_types_of_array ON switchyard.bad_types (tenant_id, tags);
CREATE INDEX bad_types_of_document ON switchyard.bad_types (tenant_id, document);
CREATE INDEX bad_types_of_range ON switchyard.bad_types (tenant_id, span);
CREATE INDEX bad_types_of_expression ON switchyard.bad_types (tenant_id, lower(name));
CREATE INDEX bad_types_of_words ON switchyard.bad_types USING gin (tenant_id, words);
CREATE INDEX search_bad_types ON switchyard.bad_types USING gin (words, tenant_id);
SELECT migration.make_tenant_table('switchyard.bad_types', '{}');

-- finds: foreignKey bad_child_ticket
-- finds: foreignKeyAction bad_child_customer
-- finds: constraintName bad_child_level_check
CREATE TABLE switchyard.bad_parent (tenant_id uuid NOT NULL, id uuid NOT NULL, code uuid NOT NULL,
    CONSTRAINT bad_parent_pkey PRIMARY KEY (tenant_id, id));
CREATE UNIQUE INDEX bad_parent_code ON switchyard.bad_parent (code);
SELECT migration.make_tenant_table('switchyard.bad_parent', '{}');
CREATE TABLE switchyard.bad_child (
    tenant_id uuid NOT NULL, id uuid NOT NULL, code uuid, customer_id uuid, level smallint CHECK (level > 0),
    CONSTRAINT bad_child_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT bad_child_ticket FOREIGN KEY (code) REFERENCES switchyard.bad_parent (code),
    CONSTRAINT bad_child_customer FOREIGN KEY (tenant_id, customer_id) REFERENCES switchyard.customer (tenant_id, id)
        ON DELETE SET NULL (customer_id)
);
SELECT migration.make_tenant_table('switchyard.bad_child', '{}');
-- finds: uniqueKey bad_parent_code

-- finds: foreignKeyOfQueue bad_work_ticket
CREATE TABLE switchyard.bad_work (tenant_id uuid NOT NULL, id uuid NOT NULL,
    CONSTRAINT bad_work_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT bad_work_ticket FOREIGN KEY (tenant_id, id) REFERENCES switchyard.ticket (tenant_id, id));
SELECT migration.make_queue_table('switchyard.bad_work', '{}');

-- finds: foreignKeyFromDirectory bad_pointer_ticket
CREATE TABLE directory.bad_pointer (
    id uuid NOT NULL CONSTRAINT bad_pointer_pkey PRIMARY KEY, tenant_id uuid, ticket_id uuid,
    CONSTRAINT bad_pointer_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket (tenant_id, id)
);
SELECT migration.make_directory_table('directory.bad_pointer');

-- finds: rowSecurityOff switchyard.bad_open
-- finds: rowSecurityNotForced switchyard.bad_unforced
-- finds: wallMissing switchyard.bad_unwalled
-- finds: wallForm switchyard.bad_read_only_wall
-- finds: wallForm switchyard.bad_subquery
-- finds: policySubquery switchyard.bad_subquery.wall
-- finds: policyBesideWall switchyard.bad_beside.gate
-- finds: policyOfOtherRole switchyard.bad_beside.claims
DO $$ DECLARE name text; BEGIN
    FOREACH name IN ARRAY ARRAY['bad_open', 'bad_unforced', 'bad_unwalled', 'bad_read_only_wall', 'bad_subquery', 'bad_beside'] LOOP
        EXECUTE format('CREATE TABLE switchyard.%1$I (tenant_id uuid NOT NULL, id uuid NOT NULL, CONSTRAINT %1$s_pkey PRIMARY KEY (tenant_id, id))', name);
        PERFORM migration.make_tenant_table(format('switchyard.%I', name)::regclass, '{}');
    END LOOP;
END $$;
ALTER TABLE switchyard.bad_open DISABLE ROW LEVEL SECURITY;
ALTER TABLE switchyard.bad_unforced NO FORCE ROW LEVEL SECURITY;
DROP POLICY wall ON switchyard.bad_unwalled;
DROP POLICY wall ON switchyard.bad_read_only_wall;
CREATE POLICY wall ON switchyard.bad_read_only_wall TO switchyard_api, switchyard_worker
    USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
DROP POLICY wall ON switchyard.bad_subquery;
CREATE POLICY wall ON switchyard.bad_subquery TO switchyard_api, switchyard_worker
    USING (tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid))
    WITH CHECK (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
CREATE POLICY gate ON switchyard.bad_beside FOR SELECT TO switchyard_api USING (true);
CREATE POLICY claims ON switchyard.bad_beside TO switchyard_dispatcher USING (true);

-- finds: definerSearchPath switchyard.bad_unpinned
CREATE FUNCTION switchyard.bad_unpinned() RETURNS text LANGUAGE sql SECURITY DEFINER
    AS $$ SELECT nullif(current_setting('app.tenant', true), '') $$;
REVOKE ALL ON FUNCTION switchyard.bad_unpinned FROM PUBLIC;

-- finds: definerPublic switchyard.bad_public
CREATE FUNCTION switchyard.bad_public() RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$ SELECT nullif(current_setting('app.tenant', true), '') $$;

-- finds: definerTenantArgument directory.bad_argument
CREATE FUNCTION directory.bad_argument(tenant uuid) RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$ SELECT count(*) FROM directory.desk d WHERE d.tenant_id = tenant $$;
REVOKE ALL ON FUNCTION directory.bad_argument FROM PUBLIC;

-- finds: definerIgnoresTenant directory.bad_reader
CREATE FUNCTION directory.bad_reader(wanted uuid) RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$ SELECT count(*) FROM switchyard.ticket k WHERE k.tenant_id = wanted $$;
REVOKE ALL ON FUNCTION directory.bad_reader FROM PUBLIC;

-- finds: tenantSetElsewhere switchyard.bad_entrance
CREATE FUNCTION switchyard.bad_entrance(tenant uuid) RETURNS void LANGUAGE plpgsql
    AS $$ BEGIN PERFORM set_config('app.tenant', tenant::text, true); END $$;

-- finds: publicPrivilege directory.bad_shared
CREATE TABLE directory.bad_shared (id uuid NOT NULL CONSTRAINT bad_shared_pkey PRIMARY KEY);
SELECT migration.make_directory_table('directory.bad_shared');
-- A right that PUBLIC has, the dispatcher and the search role have too.
-- finds: dispatcherBeyondQueue directory.bad_shared
-- finds: searchRoleBeyondSearch directory.bad_shared
GRANT SELECT ON directory.bad_shared TO PUBLIC;

-- finds: tablePrivilege directory.bad_rights
-- finds: dispatcherBeyondQueue directory.bad_dispatch
-- finds: searchRoleBeyondSearch directory.bad_search
CREATE TABLE directory.bad_rights (id uuid NOT NULL CONSTRAINT bad_rights_pkey PRIMARY KEY);
CREATE TABLE directory.bad_dispatch (id uuid NOT NULL CONSTRAINT bad_dispatch_pkey PRIMARY KEY);
CREATE TABLE directory.bad_search (id uuid NOT NULL CONSTRAINT bad_search_pkey PRIMARY KEY);
SELECT migration.make_directory_table('directory.bad_rights'), migration.make_directory_table('directory.bad_dispatch'),
    migration.make_directory_table('directory.bad_search');
GRANT TRUNCATE ON directory.bad_rights TO switchyard_api;
GRANT SELECT (id) ON directory.bad_dispatch TO switchyard_dispatcher;
GRANT SELECT ON directory.bad_search TO switchyard_search;

-- finds: updateOfTenant switchyard.bad_mover
CREATE TABLE switchyard.bad_mover (tenant_id uuid NOT NULL, id uuid NOT NULL, CONSTRAINT bad_mover_pkey PRIMARY KEY (tenant_id, id));
SELECT migration.make_tenant_table('switchyard.bad_mover', '{}');
GRANT UPDATE ON switchyard.bad_mover TO switchyard_worker;

-- finds: credentialReadable directory.api_key
GRANT SELECT (hash) ON directory.api_key TO switchyard_api;

-- finds: logWritable switchyard.event
GRANT UPDATE (occurred_at) ON switchyard.event TO switchyard_api;

-- finds: schemaPrivilege switchyard
GRANT CREATE ON SCHEMA switchyard TO switchyard_worker;

RESET ROLE;

-- finds: tableOwner directory.bad_owned
CREATE TABLE directory.bad_owned (id uuid NOT NULL CONSTRAINT bad_owned_pkey PRIMARY KEY);
INSERT INTO migration.table_family VALUES ('directory.bad_owned', 'directory');

-- finds: definerOwner switchyard.bad_powerful
CREATE FUNCTION switchyard.bad_powerful() RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$ SELECT nullif(current_setting('app.tenant', true), '') $$;
REVOKE ALL ON FUNCTION switchyard.bad_powerful FROM PUBLIC;

-- finds: roleOwns switchyard.bad_possession
CREATE FUNCTION switchyard.bad_possession() RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION switchyard.bad_possession OWNER TO switchyard_worker;

-- finds: roleAttribute switchyard_search
-- finds: roleMembership switchyard_worker in switchyard_search
-- finds: databasePrivilege switchyard_api
ALTER ROLE switchyard_search CREATEROLE;
GRANT switchyard_search TO switchyard_worker;
DO $$ BEGIN EXECUTE format('GRANT TEMP ON DATABASE %I TO switchyard_api', current_database()); END $$;
