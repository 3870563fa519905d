import BusinessTime
import Foundation
import Switchyard

/// Who is on duty when, over HTTP.
enum RotaHandlers {
    static func publish(_ call: Call) async throws -> Reply {
        let body = call.body
        return try await call.tenant { tx in
            let draft = try RotaDraft(body, in: tx)
            let version = try draft.publish(in: tx)
            return .json(["version": version.json, "gaps": RotaView.gaps(draft.forecast)])
        }
    }

    /// What publishing would say; nothing is written.
    static func preview(_ call: Call) async throws -> Reply {
        let body = call.body
        return try await call.tenant { tx in
            .json(RotaView.preview(try RotaDraft(body, in: tx)))
        }
    }

    static func read(_ call: Call) async throws -> Reply {
        try await call.tenant { tx in
            let now = try tx.now
            let line = try RotaLine.load(from: now, in: tx)
            guard !line.versions.isEmpty else { throw DomainError.notFound }
            return .json([
                "in_force": line.version(at: now).map(RotaView.version) ?? .null,
                "coming": .array(line.coming(after: now).map(RotaView.version)),
                "overrides": .array(line.overrides.map(RotaView.override)),
                "gaps": RotaView.gaps(RotaForecast(line, from: now)),
            ])
        }
    }

    static func onDuty(_ call: Call) async throws -> Reply {
        let at = try call.query["at"].map { text in
            guard let instant = try? Instant(iso8601: text) else { throw RequestError.badParameter("at") }
            return instant
        }
        return try await call.tenant { tx in
            let instant = try at ?? tx.now
            return .json([
                "at": .string(instant.iso8601),
                "posts": .array(try DutyNow.all(at: instant, in: tx).map(RotaView.duty)),
            ])
        }
    }

    static func override(_ call: Call) async throws -> Reply {
        let drafts = try RotaOverrideDraft.all(call.body)
        let key = try await call.idempotencyKey()
        return Reply(
            try await call.tenant { tx in
                try tx.once(key) {
                    let added = try RotaOverride.add(drafts, in: tx)
                    return Answer(status: 201, body: ["overrides": .array(added.map(RotaView.override))])
                }
            }
        )
    }

    static func endOverride(_ call: Call) async throws -> Reply {
        let id = try call.id("override")
        try await call.tenant { tx in
            try RotaOverride.end(id, in: tx)
        }
        return .empty
    }
}

/// Rotas as the API shows them.
enum RotaView {
    static func version(_ version: RotaVersion) -> JSON {
        [
            "version": version.number.json, "effective_from": .string(version.effectiveFrom.iso8601),
            "document": version.document,
        ]
    }

    static func override(_ override: RotaOverride) -> JSON {
        [
            "id": override.id.json, "post": .string(override.post.rawValue), "person_id": override.personID.json,
            "from": .string(override.period.lowerBound.iso8601), "until": .string(override.period.upperBound.iso8601),
        ]
    }

    static func preview(_ draft: RotaDraft) -> JSON {
        let forecast = draft.forecast
        return [
            "version": draft.version.number.json, "publishable": draft.objections.isEmpty.json,
            "from": .string(forecast.range.lowerBound.iso8601), "until": .string(forecast.range.upperBound.iso8601),
            "gaps": gaps(forecast),
            "double_bookings": .array(forecast.doubleBookings.prefix(RotaForecast.toldMax).map(doubleBooking)),
            "duties": .object(
                JSONObject(
                    forecast.stretches.sorted { $0.key < $1.key }.map { post, stretches in
                        (key: post.rawValue, value: .array(stretches.prefix(RotaForecast.toldMax).map(stretch)))
                    }
                )
            ),
        ]
    }

    /// The first ones; the count says how many there are.
    static func gaps(_ forecast: RotaForecast) -> JSON {
        [
            "count": forecast.gaps.count.json,
            "first": .array(
                forecast.gaps.prefix(RotaForecast.toldMax).map { gap in
                    ["post": .string(gap.post.rawValue), "from": from(gap.period), "until": until(gap.period)]
                }
            ),
        ]
    }

    static func duty(_ duty: DutyNow) -> JSON {
        [
            "post": .string(duty.post.rawValue), "state": .string(duty.state.rawValue),
            "person_id": (duty.duty?.personID).json, "name": duty.name.json, "by": by(duty.duty),
            "until": .string(duty.until.iso8601),
        ]
    }

    private static func doubleBooking(_ booking: RotaForecast.DoubleBooking) -> JSON {
        [
            "person_id": booking.personID.json, "post": .string(booking.post.rawValue),
            "other": .string(booking.other.rawValue), "from": from(booking.period), "until": until(booking.period),
        ]
    }

    private static func stretch(_ stretch: RotaLine.Stretch) -> JSON {
        [
            "from": from(stretch.period), "until": until(stretch.period), "person_id": (stretch.duty?.personID).json,
            "by": by(stretch.duty),
        ]
    }

    /// The layer's name, or that somebody stands in.
    private static func by(_ duty: RotaLine.Duty?) -> JSON {
        switch duty?.source {
        case .layer(let name): .string(name)
        case .override: "override"
        case nil: .null
        }
    }

    private static func from(_ period: Range<Instant>) -> JSON { .string(period.lowerBound.iso8601) }

    private static func until(_ period: Range<Instant>) -> JSON { .string(period.upperBound.iso8601) }
}
