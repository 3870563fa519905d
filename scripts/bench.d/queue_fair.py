"""Whom a burst of one tenant holds up, and what serving in turn costs."""

from deployment import psql
from queue_stock import JOBS_ONLY, await_done, probes, settle, value, watch_claims
from sla_storm import say
from table import Line

BURST, OTHERS, OTHERS_JOBS = 90_000, 1_000, 10
CLAIMS_BAR, SECONDS_BAR, RING_BAR = 30.0, 1.0, 0.75
DRAIN_SECONDS_MAX = 180


def fair_lines(ground, base, jobs):
    """A burst that was there first, and others behind it; then as many jobs of many tenants as of one, where the ring has one
    stop and so is first in, first out."""
    yield from burst_lines(ground, base)
    one = [drained(ground, base, jobs, 1)]
    ring = drained(ground, base, jobs, OTHERS)
    one.append(drained(ground, base, jobs, 1))
    say(f"ring over {OTHERS} tenants {ring:.0f} jobs/s; first in, first out {one[0]:.0f} and {one[1]:.0f} jobs/s")
    raw = {"ring": ring, "one_tenant": one, "jobs": jobs, "tenants": OTHERS}
    yield Line("ring over 1,000 tenants", ring, "1/s", "the same of one tenant (FIFO)", sum(one) / 2, ">=", RING_BAR, raw)


def burst_lines(ground, base):
    with ground.copy(base) as name:
        url = ground.admin(name)
        psql(url, probes(BURST, 1))
        psql(url, probes(OTHERS * OTHERS_JOBS, OTHERS, first_tenant=2))
        watch_claims(url)
        settle(url)
        with ground.workers(name, 1, **JOBS_ONLY):
            await_done(url, BURST + OTHERS * OTHERS_JOBS, DRAIN_SECONDS_MAX)
        first = (
            "WITH served AS (SELECT t.id, min(c.number) AS number, min(c.at) AS at FROM bench.claim c"
            " CROSS JOIN unnest(c.tenants) AS t (id) GROUP BY t.id)"
            " SELECT max(s.number) - (SELECT min(number) FROM bench.claim) + 1,"
            " extract(epoch FROM max(s.at) - (SELECT min(at) FROM bench.claim)), count(*) FROM served s"
        )
        ((claims, seconds, tenants),) = psql(url, first)
        raw = {"burst": BURST, "others": OTHERS, "others_jobs": OTHERS_JOBS, "tenants_served": int(tenants)}
        raw["claims_in_all"] = int(value(url, "SELECT count(*) FROM bench.claim"))
    yield Line("claims until 1,000 others are served", float(claims), "", "bar", CLAIMS_BAR, "<=", 1.0, raw)
    yield Line("seconds until 1,000 others are served", float(seconds), "s", "bar", SECONDS_BAR, "<=", 1.0, raw)


def drained(ground, base, jobs, tenants):
    """Jobs a second, from the first that ended to the last."""
    with ground.copy(base) as name:
        url = ground.admin(name)
        psql(url, probes(jobs, tenants))
        settle(url)
        with ground.workers(name, 1, **JOBS_ONLY):
            await_done(url, jobs, DRAIN_SECONDS_MAX)
        seconds = value(url, "SELECT extract(epoch FROM max(finished_at) - min(finished_at)) FROM switchyard.job_done")
        return jobs / float(seconds)
