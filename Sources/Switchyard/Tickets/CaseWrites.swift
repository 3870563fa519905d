import Foundation
import Postgres

/// What acts on cases write: rows by table, each table's in one statement however many cases they are of, and statements
/// of the verbs' own. Rows of the tables below are told apart by their case, so those of different cases never meet.
struct CaseWrites {
    /// By kind, from the first one on; nil where none of a kind are.
    private var rows: [RowSet?] = []
    private static let noRows = [RowSet?](repeating: nil, count: CaseRows.allCases.count)
    private var statements: [Batch.Statement] = []
    /// Whom steps have to tell; put into words when the transaction knows all of them.
    private var notices: [Notice] = []

    mutating func add<each Value: PostgresEncodable>(_ kind: CaseRows, _ value: repeat each Value) {
        if rows.isEmpty { rows = Self.noRows }
        if rows[kind.rawValue] == nil { rows[kind.rawValue] = RowSet() }
        rows[kind.rawValue]?.append(repeat each value)
    }

    mutating func add(_ statement: Batch.Statement) { statements.append(statement) }

    mutating func add(_ notice: Notice) { notices.append(notice) }

    /// Has an act write here, beside what other cases write. One that fails has written nothing.
    mutating func gather<Value>(_ file: inout CaseFile, _ act: (inout CaseFile) throws -> Value) throws -> Value {
        let before = (rows: rows.map { $0?.count ?? 0 }, statements: statements.count, notices: notices.count)
        swap(&self, &file.writes)
        defer { swap(&self, &file.writes) }
        do {
            return try act(&file)
        } catch {
            for index in file.writes.rows.indices {
                file.writes.rows[index]?.cut(to: index < before.rows.count ? before.rows[index] : 0)
            }
            file.writes.statements.removeSubrange(before.statements...)
            file.writes.notices.removeSubrange(before.notices...)
            throw error
        }
    }

    /// Joins the transaction's next flush: the case and its log, then what verbs added, then what is derived from it.
    func send(to tx: TenantTransaction) {
        for kind in CaseRows.allCases {
            if kind == CaseRows.firstDerived { for statement in statements { tx.write(statement) } }
            guard !rows.isEmpty, let rows = rows[kind.rawValue], !rows.isEmpty else { continue }
            let sql = kind.statement(rows, tenant: tx.tenantID)
            tx.write(kind.opensCases ? .insert(kind.name, sql) : Batch.Statement(kind.name, sql))
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
    case eventDelivery
    case job
    case uniqueJob
    case orderedJob
    case notice

    static let firstDerived = CaseRows.cycleStart

    /// Written with every new case, and joined with its other rows then. The rest stays apart although most of it could
    /// join: each combination of numbers of rows is a statement of its own to keep prepared.
    var opensCases: Bool {
        switch self {
        case .event, .cycleStart, .alarmStart: true
        case .ticketChange, .factStale, .cycleChange, .spanClearing, .span, .alarmMove, .alarmEnd, .step, .delivery,
            .eventDelivery, .job, .uniqueJob, .orderedJob, .notice:
            false
        }
    }
}
