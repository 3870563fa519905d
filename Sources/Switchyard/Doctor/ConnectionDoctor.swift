import Postgres

/// Do the tiers get the connections that their settings ask for? A server that has none left refuses whoever comes last, and
/// that is a lane of the worker as soon as a request.
enum ConnectionDoctor {
    /// For switchyardctl, a dump and somebody who looks.
    static let forCare = 4

    struct Count {
        let slots: Int
        /// Sessions that are not this installation's.
        let others: Int
        let apis: Int
        let workers: Int
    }

    static func slots(_ visit: DoctorVisit) throws -> DoctorWord {
        judge(try count(visit), visit.plan, visit.limits)
    }

    static func judge(_ count: Count, _ plan: DoctorPlan, _ limits: DoctorLimits) -> DoctorWord {
        let need = count.apis * plan.connectionsOfAPI + count.workers * plan.connectionsOfWorker + forCare
        let percent = Double(need + count.others) / Double(max(1, count.slots)) * 100
        let found = """
            \(need) for \(count.apis) API × \(plan.connectionsOfAPI), \(count.workers) worker × \(plan.connectionsOfWorker) \
            and \(forCare) for care, \(count.others) of others, of \(count.slots) slots
            """
        let advice = "Raise max_connections, or lower SWITCHYARD_POOL_SIZE and the lanes of the worker."
        return .graded(percent, limits.slotsPercent, found, unit: "% of the slots", advice)
    }

    /// What the server has for ordinary roles, by the tightest of its limits. Names of sessions are told to everybody.
    private static func count(_ visit: DoctorVisit) throws -> Count {
        let rows = try visit.connection().query(
            """
            SELECT least(current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
                    (SELECT CASE WHEN d.datconnlimit < 0 THEN NULL ELSE d.datconnlimit END FROM pg_catalog.pg_database d
                        WHERE d.datname = current_database())),
                count(*) FILTER (WHERE NOT s.is_ours), count(*) FILTER (WHERE s.is_ours AND s.name = 'switchyard-api')
            FROM (SELECT a.application_name AS name,
                    a.datname = current_database() AND a.application_name LIKE 'switchyard%' AS is_ours
                FROM pg_catalog.pg_stat_activity a WHERE a.datname IS NOT NULL AND a.usename IS NOT NULL) s
            """
        )
        guard let row = rows.first else { throw StoredValueUnknown() }
        let live: Int = try row.column(2)
        let seen = (live + visit.plan.connectionsOfAPI - 1) / max(1, visit.plan.connectionsOfAPI)
        return Count(
            slots: try row.column(0),
            others: try row.column(1),
            apis: visit.plan.apis ?? max(1, seen),
            workers: visit.plan.workers ?? max(1, (try? QueueDoctor.liveWorkers(visit)) ?? 1)
        )
    }
}
