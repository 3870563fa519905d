-- Jobs claimed and ended by the hundred. No index names what a claim changes, so that a claim is an update in place (HOT): half
-- the log and half the server's time of one that moves its entries in every index. What is finished is kept by the day.
DROP INDEX switchyard.job_ready, switchyard.job_tenant_ready, switchyard.job_leased;
-- Half of a page stays free for the claimed versions of its rows.
ALTER TABLE switchyard.job SET (fillfactor = 45);
-- What is due, in order: the gate, the head of the queue, rescue. Leased jobs, of which there are few, are passed over.
CREATE INDEX job_due ON switchyard.job (run_at);
-- The stops of the ring: a tenant's jobs of one kind. Work of a kind that is held back is never walked through.
CREATE INDEX job_of_kind ON switchyard.job (tenant_id, kind, run_at);

DELETE FROM migration.table_family WHERE table_name = 'switchyard.job_done';
ALTER TABLE switchyard.job_done RENAME TO job_done_before;
ALTER TABLE switchyard.job_done_before RENAME CONSTRAINT job_done_pkey TO job_done_before_pkey;
CREATE TABLE switchyard.job_done (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    attempts smallint NOT NULL,
    created_at timestamptz NOT NULL,
    finished_at timestamptz NOT NULL,
    CONSTRAINT job_done_pkey PRIMARY KEY (tenant_id, id, finished_at)
) PARTITION BY RANGE (finished_at);
SELECT migration.make_queue_table('switchyard.job_done', '{insert}');
-- Takes what no day was made for yet, so that no job fails to end because nobody made one.
CREATE TABLE switchyard.job_done_rest PARTITION OF switchyard.job_done DEFAULT;
SET LOCAL ROLE switchyard_migrator;
INSERT INTO switchyard.job_done_rest SELECT * FROM switchyard.job_done_before;
SET LOCAL ROLE switchyard_owner;
DROP TABLE switchyard.job_done_before;

-- Makes the days to come and drops those that ended before `kept_from`; workers have no right to do so themselves. A day of
-- which the rest has rows already is not made: they go with it, row by row, when it is old.
CREATE FUNCTION switchyard.turn_job_done(at timestamptz, kept_from timestamptz, OUT made integer, OUT dropped integer,
    OUT removed integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '500ms' AS $$
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
END $$;
REVOKE ALL ON FUNCTION switchyard.turn_job_done FROM PUBLIC;
GRANT EXECUTE ON FUNCTION switchyard.turn_job_done TO switchyard_dispatcher;
