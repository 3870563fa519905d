import BusinessTime
import Foundation
import Switchyard

/// How cases were solved, for those who have the next one like it.
enum SolutionHandlers {
    static let solution: Schema = .named(
        "Solution",
        .object([
            .required("text", .bytes(1...Solution.textBytesMax), "What it was, and what solved it."),
            .optional("category", .oneOf(TicketCategory.self), "Default: as before, else the case's own."),
        ])
    )

    static func record(_ call: Call) async throws -> Reply {
        let text = try call.body.string("text")
        let category = try call.body.optionalString("category").flatMap(TicketCategory.init(rawValue:))
        return try await TicketHandlers.write(call) { file in
            ["solution_version": try file.recordSolution(text, category: category).json]
        }
    }

    static func ofTicket(_ call: Call) async throws -> Reply {
        let id = try call.id("ticket")
        let limit = try call.limit()
        let before = try call.query["cursor"].map { text in
            guard let version = Int32(text) else { throw RequestError.badParameter("cursor") }
            return Int(version)
        }
        return try await call.tenant { tx in
            _ = try Ticket.find(id, in: tx)
            let found = try Solution.versions(of: id, before: before, limit: limit, in: tx)
            let page = found.prefix(limit)
            let next = found.count > limit ? page.last.map { "\($0.version)" } : nil
            return .json(["items": .array(page.map(view)), "next_cursor": next.json])
        }
    }

    static func list(_ call: Call) async throws -> Reply {
        var filter = Solution.Filter()
        filter.categories = try call.list("category", TicketCategory.init(rawValue:))
        filter.levels = try call.list("level") { Level(name: $0)?.rawValue }
        filter.words = call.query["q"]
        let limit = try call.limit()
        let cursor = try call.cursor()
        return try await call.tenant { [filter] tx in
            let found = try Solution.page(filter, after: cursor, limit: limit, in: tx)
            let page = found.prefix(limit)
            let next =
                found.count > limit ? page.last.map { Call.cursorText(at: $0.writtenAt, id: $0.ticketID) } : nil
            return .json(["items": .array(page.map(view)), "next_cursor": next.json])
        }
    }

    private static func view(_ solution: Solution) -> JSON {
        [
            "ticket_id": solution.ticketID.json, "reference": .string(solution.reference),
            "version": solution.version.json, "category": .string(solution.category),
            "level": .string("L\(solution.level)"), "text": .string(solution.text),
            "written_by": solution.writtenBy.json, "written_at": .string(solution.writtenAt.iso8601),
        ]
    }
}
