/// Statements that do not decide about each other and travel in one flush, such as BEGIN, the tenant and the first read.
///
/// They run in order. The first error ends the batch, names its statement, and the rest does not run.
package struct Batch: Sendable {
    package static let statementsMax = 64

    struct Statement: Sendable {
        let name: StaticString?
        let sql: SQL
        var endsTransaction = false
    }

    private(set) var statements: [Statement] = []

    package init() {}

    package var count: Int { statements.count }
    package var isEmpty: Bool { statements.isEmpty }

    /// The index of the statement's rows in the result. More than `statementsMax` are refused by `Connection.run`.
    @discardableResult
    package mutating func add(_ name: StaticString, _ sql: SQL) -> Int {
        statements.append(Statement(name: name, sql: sql))
        return statements.count - 1
    }

    mutating func addCommit() {
        statements.append(Statement(name: "commit", sql: "COMMIT", endsTransaction: true))
    }
}
