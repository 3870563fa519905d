-- The queue seen from outside: how much work there is, over all tenants or of the one that was entered; the oldest snapshot,
-- which is what keeps dead rows; and acts that say what they were about where it is not a row.
ALTER TABLE directory.act ADD COLUMN detail text COLLATE "C"
    CONSTRAINT act_detail_length CHECK (char_length(detail) BETWEEN 1 AND 100);

-- By tenant and kind, what has most ready first. Of the entered tenant alone; of all outside of any, for the operator. Reads the
-- whole queue: for people, not for loops. Its owner is the role that sees queue tables and nothing else.
CREATE FUNCTION switchyard.job_tallies(at timestamptz, rows_max integer)
RETURNS TABLE (tenant_id uuid, kind text, ready bigint, waiting bigint, blocked bigint, running bigint, dead bigint,
    oldest_ready timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
GRANT CREATE ON SCHEMA switchyard TO switchyard_dispatcher;
ALTER FUNCTION switchyard.job_tallies OWNER TO switchyard_dispatcher;
REVOKE CREATE ON SCHEMA switchyard FROM switchyard_dispatcher;
REVOKE ALL ON FUNCTION switchyard.job_tallies FROM PUBLIC;
GRANT EXECUTE ON FUNCTION switchyard.job_tallies TO switchyard_api;

-- Whose snapshot is the oldest in this database, and for how long: nothing that died since is cleaned away. Transactions that
-- are prepared and left lie there too. Sessions of others are shown to nobody by themselves; this tells an age and a name.
CREATE FUNCTION switchyard.oldest_snapshot(OUT seconds double precision, OUT holder text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
REVOKE ALL ON FUNCTION switchyard.oldest_snapshot FROM PUBLIC;
GRANT EXECUTE ON FUNCTION switchyard.oldest_snapshot TO switchyard_dispatcher;
