import BusinessTime
import Foundation
import Switchyard

/// What a calendar or policies would do before anybody publishes them.
enum DraftHandlers {
    static func preview(_ kind: SettingKind, _ call: Call) async throws -> Reply {
        let (document, terms) = try PublishTerms.split(call.body, kind, line: SettingHandlers.line(call))
        return try await call.tenant { tx in
            let draft = try ClockDraft(kind, document, terms, in: tx)
            return .json(try PublicationPreview.make(draft, in: tx).json)
        }
    }

    static func simulate(_ call: Call) async throws -> Reply {
        let request = try SimulationRequest(call.body)
        var query = Simulation.Query()
        query.range = request.range
        query.after = try call.cursor()
        query.listed = try call.limit()
        return try await call.tenant { [query] tx in
            let page = try Simulation.page(request.draft(in: tx), query, in: tx)
            return .json([
                "cases": page.cases.json, "looked_at": page.casesSeen.json, "unreadable": page.casesFailed.json,
                "sums": Simulation.json(page.sums),
                "next_cursor": page.next.map { Call.cursorText(at: $0.at, id: $0.id) }.json,
            ])
        }
    }
}
