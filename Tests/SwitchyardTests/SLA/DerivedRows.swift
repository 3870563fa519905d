import BusinessTime
import Foundation
import Postgres

@testable import Switchyard

/// What is stored of the clocks of a story's cases, comparable whether it comes from the tables or from a fold
/// (`spec/sla.md` S1).
struct DerivedRows: Equatable {
    /// A row of `sla_cycle`, column by column; the cycle goes by the name of the fact that started it.
    struct Cycle: Hashable {
        let ticket: String
        let columns: [String: String]

        init(_ row: StoredCycle, of ticket: String, name: String) {
            var columns: [String: String] = [:]
            for column in Mirror(reflecting: row).children { columns[column.label ?? ""] = "\(column.value)" }
            columns["key"] = name
            self.ticket = ticket
            self.columns = columns
        }
    }

    struct Span: Hashable {
        let ticket: String
        let metric: String
        let cycle: String
        let from: Instant
        let to: Instant
        let kind: String
    }

    private static let differencesMax = 6
    /// What a cycle is called that a fact of another ticket started: the tables name such facts by the merge.
    private static let carried = "carried"

    private(set) var cycles: Set<Cycle> = []
    private(set) var spans: Set<Span> = []

    /// - Parameter facts: what was folded, by which the cycles are named.
    init(of clocks: CaseClocks, facts: [CaseFact]) {
        let tickets = Dictionary(facts.map { ($0.id, $0.ticket) }) { first, _ in first }
        for cycle in clocks.cycles {
            let name = tickets[cycle.startedBy] == cycle.ticket ? cycle.startedBy : Self.carried
            cycles.insert(Cycle(StoredCycle(cycle), of: cycle.ticket, name: name))
            for span in cycle.spans {
                guard let to = span.to else { continue }
                spans.insert(
                    Span(
                        ticket: cycle.ticket,
                        metric: cycle.metric.rawValue,
                        cycle: name,
                        from: span.from,
                        to: to,
                        kind: span.kind.rawValue
                    )
                )
            }
        }
    }

    /// Nothing yet: `add` puts one case after the other into it.
    init() {}

    /// - Parameter names: what the story calls the entries of the case's log, which name the cycles that they started.
    mutating func add(
        stored id: UUID,
        as ticket: String,
        names: [String: String],
        in tx: TenantTransaction
    ) throws {
        let answers = try tx.read([
            (
                "cycles",
                """
                SELECT \(StoredCycle.columns) FROM switchyard.sla_cycle c
                WHERE c.tenant_id = \(tx.tenantID) AND c.ticket_id = \(id)
                """
            ),
            (
                "spans",
                """
                SELECT metric, cycle_key, from_at, to_at, kind FROM switchyard.sla_span
                WHERE tenant_id = \(tx.tenantID) AND ticket_id = \(id)
                """
            ),
        ])
        for row in answers[0] {
            let cycle = try StoredCycle(from: row)
            cycles.insert(Cycle(cycle, of: ticket, name: names[cycle.key] ?? Self.carried))
        }
        for row in answers[1] {
            var cursor = row.cursor()
            let metric: String = try cursor.next()
            let key: String = try cursor.next()
            spans.insert(
                Span(
                    ticket: ticket,
                    metric: metric,
                    cycle: names[key] ?? Self.carried,
                    from: try cursor.next(),
                    to: try cursor.next(),
                    kind: try cursor.next()
                )
            )
        }
    }

    /// What is on one side only, in words; empty when both are the same. At most `differencesMax` of it.
    func differences(from other: DerivedRows) -> [String] {
        let all =
            cycles.subtracting(other.cycles).map { "only here \($0)" }
            + other.cycles.subtracting(cycles).map { "only there \($0)" }
            + spans.subtracting(other.spans).map { "only here \($0)" }
            + other.spans.subtracting(spans).map { "only there \($0)" }
        return Array(all.sorted().prefix(Self.differencesMax))
    }
}
