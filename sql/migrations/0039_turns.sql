-- Requests under one idempotency key go one after the other: whoever comes second waits until the first is done, for two seconds
-- at most. The lock is let go with the transaction. Nobody waits for anything else here, so a wait that ends says what it was for.
CREATE FUNCTION switchyard.await_turn(place text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
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

REVOKE ALL ON FUNCTION switchyard.await_turn FROM PUBLIC;
GRANT EXECUTE ON FUNCTION switchyard.await_turn TO switchyard_api, switchyard_worker;
