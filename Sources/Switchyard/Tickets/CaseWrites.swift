import Foundation
import Postgres

/// What acts on cases write: rows by table, each table's in one statement however many cases they are of, and statements
/// of the verbs' own. Rows of the tables below are told apart by their case, so those of different cases never meet.
struct CaseWrites {
    private var rows = [RowSet](repeating: RowSet(), count: CaseRows.allCases.count)
    private var statements: [(name: StaticString, sql: SQL)] = []
    /// Whom steps have to tell; put into words when the transaction knows all of them.
    private var notices: [Notice] = []

    mutating func add<each Value: PostgresEncodable>(_ kind: CaseRows, _ value: repeat each Value) {
        rows[kind.rawValue].append(repeat each value)
    }

    mutating func add(_ name: StaticString, _ sql: SQL) { statements.append((name, sql)) }

    mutating func add(_ notice: Notice) { notices.append(notice) }

    /// What an act on another case writes travels along.
    mutating func append(_ other: CaseWrites) {
        for kind in CaseRows.allCases { rows[kind.rawValue].append(other.rows[kind.rawValue]) }
        statements += other.statements
        notices += other.notices
    }

    /// Joins the transaction's next flush: the case and its log, then what verbs added, then what is derived from it.
    func send(to tx: TenantTransaction) {
        for kind in CaseRows.allCases {
            if kind == CaseRows.firstDerived { for statement in statements { tx.write(statement.name, statement.sql) } }
            let rows = rows[kind.rawValue]
            guard !rows.isEmpty else { continue }
            tx.write(kind.name, kind.statement(rows.relation(tx.tenantID), tenant: tx.tenantID))
        }
        if !notices.isEmpty { tx.notices.post(notices) }
    }
}

/// The tables that acts on cases have in common, parents before children: the order in which they are written.
enum CaseRows: Int, CaseIterable {
    case ticketChange
    case event
    case factStale
    case cycleStart
    case cycleChange
    case spanClearing
    case span
    case alarmStart
    case alarmMove
    case alarmEnd
    case step
    case delivery
    case deliveryJob
    case job
    case notice

    static let firstDerived = CaseRows.cycleStart
}
