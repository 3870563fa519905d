import BusinessTime
import Switchyard

/// What a contract promises and how it was kept, over HTTP.
enum AttainmentHandlers {
    static func publish(_ call: Call) async throws -> Reply {
        let document = call.body
        return .json(try await call.tenant { try ServiceLevelTerms.publish(document, in: $0) }.json)
    }

    /// The terms of a month, default the running one, and which versions there are.
    static func terms(_ call: Call) async throws -> Reply {
        let month = try month(call)
        return try await call.tenant { tx in
            let line = try ServiceLevelTermsLine.load(in: tx)
            let asked = try month ?? DayBoundaries(zone: tx.settings().zone).month(at: tx.now)
            return .json([
                "month": .string(asked.description), "in_force": (line.inForce(in: asked)?.json).json,
                "versions": .array(line.versions.map(version)),
            ])
        }
    }

    private static func version(_ terms: ServiceLevelTerms) -> JSON {
        guard case .object(var summary) = terms.json else { return .null }
        summary["targets"] = nil
        return .object(summary)
    }

    static func report(_ call: Call) async throws -> Reply {
        guard let month = try month(call) else { throw RequestError.badParameter("month") }
        let isCSV = try call.wantsCSV()
        let revision = try call.number("revision")
        let report = try await call.tenant { try AttainmentReport.make(month, revision: revision, in: $0) }
        return isCSV ? .csv(AttainmentReport.csv([report])) : .json(report.json)
    }

    /// What missing the month's targets costs.
    static func credits(_ call: Call) async throws -> Reply {
        guard let month = try month(call) else { throw RequestError.badParameter("month") }
        let revision = try call.number("revision")
        return .json(try await call.tenant { try CreditReport.make(month, revision: revision, in: $0) }.json)
    }

    /// What a figure is made of, clock by clock.
    static func clocks(_ call: Call) async throws -> Reply {
        guard let month = try month(call) else { throw RequestError.badParameter("month") }
        guard let target = call.query["target"] else { throw RequestError.badParameter("target") }
        let revision = try call.number("revision")
        let limit = try call.limit()
        let cursor = try call.cursor()
        return try await call.tenant { tx in
            let found = try AttainmentClock.page(
                of: target,
                in: month,
                revision: revision,
                after: cursor,
                limit: limit,
                in: tx
            )
            let page = found.prefix(limit)
            let next = found.count > limit ? page.last.map { Call.cursorText(at: $0.finalAt, id: $0.ticketID) } : nil
            return .json(["items": .array(page.map(\.json)), "next_cursor": next.json])
        }
    }

    static func allReports(_ call: Call) async throws -> Reply {
        guard let month = try month(call) else { throw RequestError.badParameter("month") }
        let isCSV = try call.wantsCSV()
        let reports = try await ReportHandlers.ofEveryTenant(call) { try AttainmentReport.make(month, in: $0) }
        return isCSV
            ? .csv(AttainmentReport.csv(reports))
            : .json(["items": .array(reports.map(\.json)), "next_cursor": .null])
    }

    private static func month(_ call: Call) throws -> CivilMonth? {
        try call.query["month"].map { text in
            guard let month = CivilMonth(iso8601: text) else { throw RequestError.badParameter("month") }
            return month
        }
    }
}
