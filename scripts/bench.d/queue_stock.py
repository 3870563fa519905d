"""Jobs that do nothing of tenants that nobody has, written by SQL, and triggers that say what was claimed when."""

import contextlib
import subprocess

from deployment import Failed, psql, wait_until

FEED_ROWS, FEED_SECONDS_GRACE = 100, 60
# The worker's settings for jobs alone, as it is shipped.
JOBS_ONLY = {
    "SWITCHYARD_TIMER_LANES": "0",
    "SWITCHYARD_DELIVER_LANES": "8",
    "SWITCHYARD_EVENT_LANES": "4",
    "SWITCHYARD_DATABASE_LANES": "1",
}


def probes(count, tenants, first_tenant=1, due="clock_timestamp()"):
    """The statement for `count` probes of so many tenants in turn. Queue tables know nobody else."""
    return (
        "INSERT INTO switchyard.job (tenant_id, id, kind, payload_version, subject_id, priority, run_at, created_at)"
        f" SELECT ('00000000-0000-7000-8000-' || lpad(to_hex({first_tenant} + n % {tenants}), 12, '0'))::uuid,"
        f" gen_random_uuid(), 'probe', 1, gen_random_uuid(), 5, {due}, clock_timestamp()"
        f" FROM generate_series(0, {count} - 1) n"
    )


def settle(url):
    psql(url, "VACUUM (ANALYZE) switchyard.job")
    psql(url, "CHECKPOINT")


def watch_claims(url):
    """From now on bench.claim has a row for every claim that found something, bench.made one for every job."""
    for statement in (
        "CREATE SCHEMA bench",
        "CREATE UNLOGGED TABLE bench.claim (number bigint GENERATED ALWAYS AS IDENTITY, at timestamptz, ids uuid[],"
        " tenants uuid[])",
        "CREATE UNLOGGED TABLE bench.made (id uuid, kind text, at timestamptz)",
        "CREATE FUNCTION bench.claimed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN"
        " INSERT INTO bench.claim (at, ids, tenants) SELECT clock_timestamp(), array_agg(n.id),"
        " array_agg(DISTINCT n.tenant_id) FROM now_so n JOIN was_so w USING (tenant_id, id)"
        " WHERE n.worker_id IS NOT NULL AND w.worker_id IS NULL HAVING count(*) > 0;"
        " RETURN NULL; END $$",
        "CREATE FUNCTION bench.enqueued() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN"
        " INSERT INTO bench.made SELECT n.id, n.kind, clock_timestamp() FROM now_so n; RETURN NULL; END $$",
        "CREATE TRIGGER bench_claimed AFTER UPDATE ON switchyard.job REFERENCING OLD TABLE AS was_so NEW TABLE AS now_so"
        " FOR EACH STATEMENT EXECUTE FUNCTION bench.claimed()",
        "CREATE TRIGGER bench_enqueued AFTER INSERT ON switchyard.job REFERENCING NEW TABLE AS now_so"
        " FOR EACH STATEMENT EXECUTE FUNCTION bench.enqueued()",
    ):
        psql(url, statement)


def value(url, query):
    ((found,),) = psql(url, query)
    return found


def leased(url):
    return int(value(url, "SELECT count(*) FROM switchyard.job WHERE worker_id IS NOT NULL"))


def await_done(url, count, seconds):
    over = f"SELECT 1 FROM switchyard.job_done HAVING count(*) >= {count}"
    wait_until(lambda: psql(url, over), seconds, f"{count} jobs are done")


@contextlib.contextmanager
def session(url, script, ready):
    """An administrator's session that runs `script` and keeps what it holds, from when `ready` finds something until the
    end of the block."""
    process = subprocess.Popen(
        ["psql", url, "-Xq", "-v", "ON_ERROR_STOP=1"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        process.stdin.write(script)
        process.stdin.flush()
        wait_until(lambda: psql(url, ready), 20, "a session holds what it should")
        yield
        if process.poll() is not None:
            raise Failed("a session that should have held something ended")
    finally:
        process.kill()
        process.wait()


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
