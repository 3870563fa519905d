import BusinessTime
import Foundation
import Switchyard

/// What the routes about corrections take.
enum CorrectionBodies {
    static let proposal: Schema = .named(
        "NewCorrection",
        .object([
            .required(
                "priority",
                .oneOf(TicketPriority.allCases.map(\.name)),
                "What the case should have had from the start."
            ),
            .required("reason", .text(1...CaseFile.reasonCharactersMax)),
        ])
    )
}

/// Cases that were classified wrongly, and clocks that were given time late, over HTTP.
enum CorrectionHandlers {
    static func propose(_ call: Call) async throws -> Reply {
        guard let priority = TicketPriority(name: try call.body.string("priority")) else { throw DomainError.notFound }
        let reason = try call.body.string("reason")
        return try await TicketHandlers.write(call, status: 201) { file in
            ["correction": try file.proposeCorrection(to: priority, reason: reason).json]
        }
    }

    static func decide(_ call: Call) async throws -> Reply {
        let id = try call.id("correction")
        let approved = try call.body.bool("approved")
        let note = try call.body.optionalString("note")
        return try await TicketHandlers.write(call) { file in
            ["correction": try file.decideCorrection(id, approved: approved, note: note).json]
        }
    }

    /// Of a month in the tenant's zone.
    static func lateRelaxations(_ call: Call) async throws -> Reply {
        guard let month = call.query["month"].flatMap(CivilMonth.init(iso8601:)) else {
            throw RequestError.badParameter("month")
        }
        let limit = try call.limit()
        let cursor = try call.cursor()
        return try await call.tenant { tx in
            let zone = try tx.settings().zone
            let period = try DayBoundaries(zone: zone).range(of: month)
            let found = try LateRelaxation.page(period, after: cursor, limit: limit, in: tx)
            let page = found.prefix(limit)
            let next = found.count > limit ? page.last.map { Call.cursorText(at: $0.recordedAt, id: $0.id) } : nil
            return .json([
                "month": .string(month.description), "zone": .string(zone), "items": .array(page.map(\.json)),
                "next_cursor": next.json,
            ])
        }
    }
}
