-- Bytes that no index looks up are ciphertext and digests. A sample of them tells the planner nothing, costs every ANALYZE and stays
-- in pg_statistic when its row is erased (what was sampled before now goes with the next restore).
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN SELECT f.table_name, a.attname FROM migration.table_family f
        JOIN pg_attribute a ON a.attrelid = f.table_name::regclass AND a.attnum > 0 AND NOT a.attisdropped
        WHERE a.atttypid = 'bytea'::regtype
          AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND a.attnum = ANY (i.indkey::int2[]))
        ORDER BY f.table_name, a.attnum
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS 0', found.table_name, found.attname);
    END LOOP;
END $$;

-- Statements behind the wall begin with their tenant, as the indexes do: what they ask of statistics is how many tenants there are
-- and how rare a state is, and 3,000 rows say that. Of 30,000 of each of the tables that every request writes, one ANALYZE took a
-- quarter of what two processors answered in five seconds, and it comes again with each tenth of growth.
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN SELECT t.name, a.attname
        FROM unnest('{customer,event,message,receipt,sla_cycle,sla_timer,thread,ticket,ticket_ref}'::text[]) t (name)
        JOIN pg_attribute a ON a.attrelid = format('switchyard.%I', t.name)::regclass AND a.attnum > 0 AND NOT a.attisdropped
        WHERE coalesce(a.attstattarget, -1) = -1
        ORDER BY t.name, a.attnum
    LOOP
        EXECUTE format('ALTER TABLE switchyard.%I ALTER COLUMN %I SET STATISTICS 10', found.name, found.attname);
    END LOOP;
END $$;
