import Postgres

/// What holds the server up: old transactions, and copies that lag behind.
enum ServerLoadDoctor {
    /// Asked of the dispatcher's function, which sees the sessions of all roles.
    static func transactions(_ visit: DoctorVisit) throws -> DoctorWord {
        let oldest = try visit.queue().bloat()
        let seconds = Int(oldest.snapshotSeconds)
        let found = oldest.snapshotHolder.map { "the oldest is \(seconds) s old, held by \($0)" } ?? "none is open"
        let advice =
            "Look what it does in pg_stat_activity and end it with pg_terminate_backend: dead rows stay meanwhile."
        return .graded(oldest.snapshotSeconds, visit.limits.snapshotSeconds, found, unit: "s", advice)
    }

    struct Replica {
        let name: String
        /// Nil where our role is not told.
        let lagBytes: Int64?
    }

    struct Copies {
        let isStandby: Bool
        let replicas: [Replica]
        let slots: [Replica]
        let idleSlots: [String]
    }

    static func replication(_ visit: DoctorVisit) throws -> DoctorWord {
        judge(try copies(visit), visit.limits)
    }

    static func judge(_ copies: Copies, _ limits: DoctorLimits) -> DoctorWord {
        let limit = "\(Int(limits.replicaBytes.warn)) bytes, \(Int(limits.replicaBytes.fail)) at most"
        if copies.isStandby {
            return .fail(
                "this server is a standby",
                limit: limit,
                "Point the URLs at the primary, or promote this one."
            )
        }
        let all = copies.replicas + copies.slots
        let worst = all.compactMap { replica in replica.lagBytes.map { (replica.name, $0) } }.max { $0.1 < $1.1 }
        let found =
            worst.map { "\(all.count) copies or slots, \($0.0) is \($0.1) bytes behind" }
            ?? "\(all.count) copies or slots"
        if let idle = copies.idleSlots.first {
            return .warn(
                "\(found), nobody reads slot \(idle)",
                limit: limit,
                "Start its reader or drop the slot: the server keeps its log for it until the disk is full."
            )
        }
        let advice = "Look at the replica's disk and network: what it has not taken is lost with the primary."
        return .graded(Double(worst?.1 ?? 0), limits.replicaBytes, found, unit: "bytes", advice)
    }

    private static func copies(_ visit: DoctorVisit) throws -> Copies {
        let connection = try visit.administrator ?? visit.connection()
        let isStandby: Bool = try connection.query("SELECT pg_is_in_recovery()").first?.column(0) ?? false
        guard !isStandby else { return Copies(isStandby: true, replicas: [], slots: [], idleSlots: []) }
        let replicas = try connection.query(
            """
            SELECT coalesce(application_name, '?'), pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::bigint
            FROM pg_catalog.pg_stat_replication LIMIT 100
            """
        ).map { Replica(name: try $0.column(0), lagBytes: try $0.column(1)) }
        let slots = try connection.query(
            """
            SELECT slot_name::text, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint, active
            FROM pg_catalog.pg_replication_slots LIMIT 100
            """
        ).map {
            (slot: Replica(name: try $0.column(0), lagBytes: try $0.column(1)), isRead: try $0.column(2, as: Bool.self))
        }
        return Copies(
            isStandby: false,
            replicas: replicas,
            slots: slots.map(\.slot),
            idleSlots: slots.filter { !$0.isRead }.map(\.slot.name)
        )
    }
}
