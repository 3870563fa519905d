"""Jobs that do nothing, due when a test wants them, and what became of them. Each is made at the instant at which it is due, so
that its row says how late it was done."""

INSERT = """
    INSERT INTO switchyard.job (tenant_id, id, kind, payload_version, subject_id, priority, run_at, created_at)
    SELECT '{tenant}', gen_random_uuid(), 'probe', 1, gen_random_uuid(), 5, d.due, d.due
    FROM generate_series(1, {count}) n CROSS JOIN LATERAL (SELECT now() + n * interval '1 second' / {rate}) d (due)
"""
DONE = "SELECT count(*) AS rows, count(DISTINCT id) AS jobs FROM switchyard.job_done WHERE kind = 'probe'"
LATENESS = """
    SELECT extract(epoch FROM min(finished_at - created_at))::float AS least,
        extract(epoch FROM max(finished_at - created_at))::float AS most FROM switchyard.job_done WHERE kind = 'probe'
"""


def plan(made, tenant, count, rate):
    """So many, from now on, so many a second."""
    made.sql(INSERT.format(tenant=tenant, count=count, rate=rate))


def done(made):
    ((rows, jobs),) = made.rows(DONE)
    assert rows == jobs, "a job is done twice"
    return rows


def lateness(made):
    """The least and the most, in seconds, of those that are done."""
    (found,) = made.rows(LATENESS)
    return found
