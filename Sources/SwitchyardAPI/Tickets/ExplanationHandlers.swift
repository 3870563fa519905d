import BusinessTime
import Foundation
import Switchyard

/// Clocks of a case, and why each says what it says. Reads: nothing is locked.
enum ExplanationHandlers {
    /// All clocks as they are now, from the log.
    static func clocks(_ call: Call) async throws -> Reply {
        let id = try call.id("ticket")
        return try await call.tenant { tx in
            let clocks = try CaseFile.read(id, in: tx).clocks()
            return .json([
                "as_of": .string(clocks.asOf.iso8601),
                "items": .array(clocks.cycles.prefix(ClockRow.shownMax).map(TicketView.cycle)),
            ])
        }
    }

    static func replay(_ call: Call) async throws -> Reply {
        let id = try call.id("ticket")
        return try await call.tenant { tx in .json(try ClockReplay.run(id, in: tx).json) }
    }

    /// The newest clock of the metric, or the one that `cycle` names, in the language asked for or the tenant's.
    static func explanation(_ call: Call) async throws -> Reply {
        let id = try call.id("ticket")
        guard let metric = SLAMetric(rawValue: call.parameters["metric"] ?? "") else { throw DomainError.notFound }
        let cycle = call.query["cycle"]
        let language = call.query["language"]
        return try await call.tenant { tx in
            let explanation = try CaseFile.read(id, in: tx).explain(metric, cycle: cycle)
            let chosen = try LetterLanguage(tag: language ?? tx.settings().language)
            return .json(explanation.json(language: chosen))
        }
    }
}
