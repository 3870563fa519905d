import Foundation
import Postgres

/// The rows that a case is opened from: its log, its clocks, the steps taken, its alarm.
struct CaseRecords {
    var events: [Row] = []
    var cycles: [Row] = []
    var steps: [Row] = []
    var alarm: Row?

    typealias Reads = [(name: StaticString, sql: SQL)]

    /// The reads of one case.
    static func reads(_ id: UUID, in tx: TenantTransaction) -> Reads {
        parts(of: "\(id)", tenant: tx.tenantID)
    }

    /// The answers to the reads of one case.
    init(_ answers: some Collection<Rows>) {
        for (part, rows) in zip(Part.allCases, answers) {
            for row in rows { take(row, as: part) }
        }
    }

    /// Many cases at once, by id. Case by case inside the statement: whatever the server thinks of the tables' sizes, it
    /// looks each case up by the key, and each has its own limit.
    static func all(_ ids: [UUID], in tx: TenantTransaction) throws -> [UUID: CaseRecords] {
        let reads = parts(of: "w.id", tenant: tx.tenantID).map { part -> Reads.Element in
            (part.name, "SELECT p.*, w.id FROM unnest(\(ids)) AS w (id) CROSS JOIN LATERAL (\(part.sql)) p")
        }
        var found: [UUID: CaseRecords] = [:]
        for (part, rows) in zip(Part.allCases, try tx.read(reads)) {
            for row in rows { try found[row.column(row.columnCount - 1), default: CaseRecords([])].take(row, as: part) }
        }
        return found
    }

    private enum Part: CaseIterable {
        case events
        case cycles
        case steps
        case alarm
    }

    private mutating func take(_ row: Row, as part: Part) {
        switch part {
        case .events: events.append(row)
        case .cycles: cycles.append(row)
        case .steps: steps.append(row)
        case .alarm: alarm = row
        }
    }

    private static func parts(of id: SQL, tenant: UUID) -> Reads {
        Part.allCases.map { part in
            switch part {
            case .events:
                (
                    "case log",
                    """
                    SELECT \(CaseEvent.columns) FROM switchyard.event e
                    WHERE e.tenant_id = \(tenant) AND e.ticket_id = \(id) ORDER BY e.case_seq LIMIT \(CaseFile.eventsMax)
                    """
                )
            case .cycles:
                (
                    "clocks",
                    """
                    SELECT \(StoredCycle.columns) FROM switchyard.sla_cycle c
                    WHERE c.tenant_id = \(tenant) AND c.ticket_id = \(id) LIMIT \(CaseFile.eventsMax)
                    """
                )
            case .steps:
                (
                    "steps taken",
                    """
                    SELECT s.metric, s.cycle_key, s.step, s.target_revision FROM switchyard.sla_step s
                    WHERE s.tenant_id = \(tenant) AND s.ticket_id = \(id) LIMIT \(CaseFile.eventsMax)
                    """
                )
            case .alarm:
                (
                    "alarm",
                    """
                    SELECT t.wake_at FROM switchyard.sla_timer t
                    WHERE t.tenant_id = \(tenant) AND t.ticket_id = \(id) LIMIT 1
                    """
                )
            }
        }
    }
}
