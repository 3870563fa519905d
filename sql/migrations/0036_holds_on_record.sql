-- Work that is held back says who holds it, since when and why: a hold names the act that set it, and an act may have the name of
-- whoever asked for it at a shell, and a reason. The operator sets and ends holds for all tenants, and sees all holds and caps,
-- through four functions.
ALTER TABLE directory.act
    ADD COLUMN actor_name text CONSTRAINT act_actor_name_length CHECK (char_length(actor_name) BETWEEN 1 AND 100),
    ADD COLUMN reason text CONSTRAINT act_reason_length CHECK (char_length(reason) BETWEEN 1 AND 500);
ALTER TABLE switchyard.job_hold ADD COLUMN act_id uuid;
ALTER TABLE switchyard.job_kind_hold ADD COLUMN act_id uuid;

-- False when it is held already. Its owner, as of the others, is the role that sees queue tables and nothing else.
CREATE FUNCTION switchyard.hold_jobs(held_kind text, at timestamptz, act uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF nullif(current_setting('app.tenant', true), '') IS NOT NULL THEN
        RAISE EXCEPTION 'work is held for all tenants together' USING ERRCODE = 'SY003';
    END IF;
    INSERT INTO switchyard.job_kind_hold (kind, held_at, act_id) VALUES (held_kind, at, act) ON CONFLICT (kind) DO NOTHING;
    RETURN FOUND;
END $$;

-- The act that held it; no row when it is not held.
CREATE FUNCTION switchyard.release_jobs(held_kind text) RETURNS TABLE (act_id uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF nullif(current_setting('app.tenant', true), '') IS NOT NULL THEN
        RAISE EXCEPTION 'work is held for all tenants together' USING ERRCODE = 'SY003';
    END IF;
    RETURN QUERY DELETE FROM switchyard.job_kind_hold k WHERE k.kind = held_kind RETURNING k.act_id;
END $$;

-- Of all tenants (NULL, first) and of each, behind the one that is named.
CREATE FUNCTION switchyard.job_holds(after_tenant uuid, after_kind text, rows_max integer)
RETURNS TABLE (tenant_id uuid, kind text, held_at timestamptz, act_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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

CREATE FUNCTION switchyard.job_caps(after_tenant uuid, after_kind text, rows_max integer)
RETURNS TABLE (tenant_id uuid, kind text, running_max bigint, running bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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

DO $$ DECLARE name text; BEGIN
    GRANT CREATE ON SCHEMA switchyard TO switchyard_dispatcher;
    FOREACH name IN ARRAY ARRAY['hold_jobs(text, timestamptz, uuid)', 'release_jobs(text)', 'job_holds(uuid, text, integer)',
        'job_caps(uuid, text, integer)'] LOOP
        EXECUTE format('ALTER FUNCTION switchyard.%s OWNER TO switchyard_dispatcher', name);
        EXECUTE format('REVOKE ALL ON FUNCTION switchyard.%s FROM PUBLIC', name);
        EXECUTE format('GRANT EXECUTE ON FUNCTION switchyard.%s TO switchyard_api', name);
    END LOOP;
    REVOKE CREATE ON SCHEMA switchyard FROM switchyard_dispatcher;
END $$;
