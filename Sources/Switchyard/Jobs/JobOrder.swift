import Foundation
import Postgres

/// Jobs with the same ordering key run one after the other: the next may not begin before the one before it is done or dead,
/// however often that one is tried again. Those that wait have no `run_at` and are in no index that a claim walks.
///
/// Enqueuing locks the key's jobs as they are, and so waits for one that ends in the same moment; ending one lets the next
/// begin in a statement of its own, which sees what was enqueued meanwhile. `job_order_taken` refuses what slips through.
enum JobOrder {
    /// The parts of an INSERT of the rows `draft` (tenant_id, ordering_key, run_at, …), of one tenant: `placed` has them with
    /// `begins_at`, `not_before` and `place`.
    static func placing(tenant: UUID) -> SQL {
        """
        numbered AS MATERIALIZED (SELECT d.*, row_number() OVER () AS number FROM draft d),
        before AS MATERIALIZED (
            SELECT b.ordering_key, b.place FROM switchyard.job b
            WHERE b.tenant_id = \(tenant) AND b.ordering_key IN (SELECT n.ordering_key FROM numbered n)
            FOR KEY SHARE
        ),
        placed AS (
            SELECT p.*, CASE WHEN p.place = 1 THEN p.run_at END AS begins_at,
                CASE WHEN p.place > 1 THEN p.run_at END AS not_before
            FROM (
                SELECT n.*, coalesce(l.place, 0) + row_number() OVER (PARTITION BY n.ordering_key ORDER BY n.number) AS place
                FROM numbered n LEFT JOIN (SELECT b.ordering_key, max(b.place) AS place FROM before b GROUP BY b.ordering_key) l
                    ON l.ordering_key = n.ordering_key) p
        )
        """
    }

    /// Lets the first of each of these keys begin, unless one of the key has begun already.
    static func advancing(_ keys: [(tenant: UUID, key: UUID)], now: SQL) -> SQL {
        advancing(
            """
            switchyard.job b JOIN unnest(\(keys.map(\.tenant)), \(keys.map(\.key))) AS k (tenant_id, ordering_key)
                ON b.tenant_id = k.tenant_id AND b.ordering_key = k.ordering_key
            """,
            now: now
        )
    }

    /// The same for every key that there is: nothing is left behind for ever whatever became of what was before it.
    static func advancingAll(now: SQL) -> SQL {
        advancing("(SELECT o.* FROM switchyard.job o WHERE o.ordering_key IS NOT NULL) b", now: now)
    }

    private static func advancing(_ jobs: SQL, now: SQL) -> SQL {
        """
        WITH first AS MATERIALIZED (
            SELECT DISTINCT ON (b.tenant_id, b.ordering_key) b.tenant_id, b.id, b.run_at FROM \(jobs)
            ORDER BY b.tenant_id, b.ordering_key, b.run_at IS NULL, b.place
        )
        UPDATE switchyard.job j SET run_at = greatest(j.not_before, \(now)), not_before = NULL
        FROM first f WHERE f.run_at IS NULL AND j.tenant_id = f.tenant_id AND j.id = f.id AND j.run_at IS NULL
        """
    }
}
