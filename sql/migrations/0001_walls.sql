-- The wall between tenants: two schemas, the one function that enters a tenant, and the helpers that make a table of a
-- family, so that a new table cannot half-do it. Rules and their reasons: sql/README.md.
CREATE SCHEMA directory;
CREATE SCHEMA switchyard;
GRANT USAGE ON SCHEMA directory TO switchyard_api, switchyard_worker;
GRANT USAGE ON SCHEMA switchyard TO switchyard_api, switchyard_worker, switchyard_dispatcher;
GRANT USAGE, CREATE ON SCHEMA switchyard TO switchyard_search;

-- Closed list of families; the catalog lint compares it with what is there.
CREATE TABLE migration.table_family (
    table_name text NOT NULL CONSTRAINT table_family_pkey PRIMARY KEY,
    family text NOT NULL CONSTRAINT table_family_known CHECK (family IN ('tenant', 'queue', 'directory'))
);

-- Forced row security with the bare-setting policy for `api` and `worker`, and their rights. `rights` are those of both
-- roles besides SELECT; UPDATE is granted on every column but tenant_id, so a row can never change its tenant.
CREATE FUNCTION migration.make_tenant_table(target regclass, rights text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
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
END $$;

-- A tenant table that the dispatcher may see and claim from, over all tenants. Ids, times and references only.
CREATE FUNCTION migration.make_queue_table(target regclass, rights text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM migration.make_tenant_table(target, rights);
    EXECUTE format('CREATE POLICY dispatch ON %s TO switchyard_dispatcher USING (true) WITH CHECK (true)', target);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON %s TO switchyard_dispatcher', target);
    EXECUTE (SELECT format('GRANT UPDATE (%s) ON %s TO switchyard_dispatcher',
        string_agg(quote_ident(attname), ', ' ORDER BY attnum), target) FROM pg_attribute
        WHERE attrelid = target AND attnum > 0 AND NOT attisdropped AND attname <> 'tenant_id');
    UPDATE migration.table_family SET family = 'queue' WHERE table_name = target::text;
END $$;

CREATE FUNCTION migration.make_directory_table(target regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO migration.table_family VALUES (target::text, 'directory');
END $$;

-- Reads of ticket texts by the definer functions of `search`, and by nothing else.
CREATE FUNCTION migration.make_searchable(target regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE POLICY search ON %s FOR SELECT TO switchyard_search USING (true)', target);
    EXECUTE format('GRANT SELECT ON %s TO switchyard_search', target);
END $$;
REVOKE ALL ON FUNCTION migration.make_tenant_table, migration.make_queue_table, migration.make_directory_table,
    migration.make_searchable FROM PUBLIC;
