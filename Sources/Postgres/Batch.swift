/// Statements that do not decide about each other and travel in one flush, such as BEGIN, the tenant and the first read.
///
/// They run in order. The first error ends the batch, names its statement, and the rest does not run.
package struct Batch: Sendable {
    package static let statementsMax = 64

    package struct Statement: Sendable {
        enum Kind {
            case alone
            case insert
            case commit
        }

        private(set) var name: StaticString?
        let kind: Kind
        private let own: SQL
        /// Inserts that joined this one.
        private var joined: [SQL] = []
        private var bindCount: Int

        fileprivate init(_ name: StaticString?, _ sql: SQL, _ kind: Kind) {
            self.name = name
            self.kind = kind
            own = sql
            bindCount = sql.bindCount
        }

        package init(_ name: StaticString?, _ sql: SQL) { self.init(name, sql, .alone) }

        /// Rows for one table that nothing in the same flush reads: an INSERT without RETURNING that changes no row that is
        /// there. Those that stand behind one another travel as one statement; its failure tells the table.
        package static func insert(_ name: StaticString, _ sql: SQL) -> Statement { Statement(name, sql, .insert) }

        /// As it is sent.
        var sql: SQL { joined.isEmpty ? own : .inserts(own, joined) }

        fileprivate func hasRoom(for next: Statement) -> Bool {
            kind == .insert && next.kind == .insert && joined.count + 1 < SQL.insertsMax
                && bindCount + next.bindCount <= SQL.bindsMax
        }

        fileprivate mutating func join(_ next: Statement) {
            name = "inserts"
            joined.append(next.own)
            bindCount += next.bindCount
        }
    }

    private(set) var statements: [Statement] = []

    package init() {}

    package var count: Int { statements.count }
    package var isEmpty: Bool { statements.isEmpty }

    /// The index of the statement's rows in the result. More than `statementsMax` are refused by `Connection.run`.
    @discardableResult
    package mutating func add(_ name: StaticString, _ sql: SQL) -> Int { add(Statement(name, sql)) }

    @discardableResult
    package mutating func add(_ statement: Statement) -> Int {
        // In its place: a copy of the last one would have what joined it copied each time.
        if let last = statements.indices.last, statements[last].hasRoom(for: statement) {
            statements[last].join(statement)
        } else {
            statements.append(statement)
        }
        return statements.count - 1
    }

    mutating func addCommit() { statements.append(Statement("commit", "COMMIT", .commit)) }
}
