import Foundation
import Switchyard
import SwitchyardAPI

/// What a test sends to a route: the ids its path wants, and a body that its schema takes.
struct RouteSample: Sendable {
    var tenant: String
    var ids: [String: String] = [:]
    var personID = UUID()
    var teamID = UUID()

    /// The route's path with this sample's values; a random id for whatever is not named.
    func path(_ route: Route) -> String {
        "/"
            + route.path.split(separator: "/").map { segment -> String in
                guard segment.hasPrefix("{") else { return String(segment) }
                let name = String(segment.dropFirst().dropLast())
                switch name {
                case "tenant": return tenant
                case "level": return "L1"
                case "version": return "1"
                // Nobody's work is held for all the tests.
                case "kind": return route.path.contains("{tenant}") ? "deliver" : "nothing"
                case "purpose": return route.path.contains("/contacts/") ? "security" : "reply"
                case "metric": return "first_reply"
                default: return ids[name] ?? UUID().text
                }
            }.joined(separator: "/")
    }

    func query(_ route: Route) -> String {
        switch route.path.split(separator: "/").suffix(2) {
        case ["reports", "service-levels"], ["reports", "survey-scores"]: "from=2025-01-01&to=2025-02-01"
        case ["reports", "attainment"], ["reports", "credits"], ["reports", "late-relaxations"]: "month=2025-01"
        case ["attainment", "clocks"]: "month=2025-01&target=First%20reply"
        default: ""
        }
    }

    /// Nil for routes without a body. A new route with a body needs a line here, or its tests fail.
    func body(_ route: Route) -> JSON? {
        guard route.body != nil, !route.readsRawBody else { return nil }
        switch route.path.split(separator: "/").last {
        case "tickets": return ["customer": ["id": "wall"], "text": "Hello"]
        case "messages", "replies", "notes", "solution": return ["text": "Hello"]
        case "assignment": return ["person_id": personID.json]
        case "priority": return ["priority": "P1"]
        case "completion": return ["note": "Called back."]
        case "status": return ["status": "open"]
        case "resolution", "secrets", "acknowledgements", "retry", "discard", "acceptance", "withdrawal": return [:]
        case "handovers": return ["level": "L2", "note": "Please look at the chain"]
        case "return": return ["note": "Not ours"]
        case "corrections": return ["priority": "P2", "reason": "Wall"]
        case "merge": return ["into": UUID().json]
        case "split": return ["message_ids": [UUID().json]]
        case "calendar", "{line}": return ["tz": "UTC", "always_open": true]
        case "policy": return ["targets": ["first_reply": 600]]
        case "rules": return ["rules": []]
        case "survey": return ["enabled": true]
        case "branding": return ["name": "Bolt", "colour": "#0b4f9c"]
        case "plan", "apply": return ["survey": ["enabled": true]]
        case "preview" where !route.path.contains("/rota/"):
            return route.path.contains("/policy/")
                ? ["targets": ["first_reply": 600]] : ["tz": "UTC", "always_open": true]
        case "simulations": return ["policy": ["targets": ["first_reply": 600]]]
        case "rota", "preview":
            let layer: JSON = [
                "name": "week", "people": [personID.json], "starts_on": "2020-01-06", "handoff": "09:00",
            ]
            return ["tz": "UTC", "posts": ["L1": ["layers": [layer]]]]
        case "overrides":
            let one: JSON = [
                "post": "L1", "person_id": personID.json, "from": "2100-01-01T00:00:00Z",
                "until": "2100-01-02T00:00:00Z",
            ]
            return ["overrides": [one]]
        case "{kind}": return route.path.contains("/job-holds/") ? ["reason": "Wall"] : ["running_max": 2]
        case "{purpose}" where route.path.contains("/contacts/"):
            return ["name": "Desk", "email": "desk@example.com"]
        case "{purpose}": return ["url": "https://example.com/hook"]
        case "service-levels":
            return ["targets": [["name": "First reply", "metric": "first_reply", "percent_bp": 9500]]]
        case "exclusions":
            if route.path.contains("{ticket}") { return ["kind": "spam", "reason": "Wall"] }
            return [
                "kind": "chain_halt", "from": "2026-01-01T00:00:00Z", "until": "2026-01-02T00:00:00Z", "reason": "Wall",
            ]
        case "restatements":
            return [
                "policy_version": 1, "from": "2026-01-01T00:00:00Z", "until": "2026-01-02T00:00:00Z", "reason": "Wall",
            ]
        case "decision": return ["approved": true]
        case "sources", "{source}": return ["name": "Wall"]
        case "keys": return route.path.contains("people") ? ["name": "Wall"] : ["kind": "intake", "name": "Wall"]
        case "tenants":
            return ["slug": .string("w-" + UUID().text.prefix(18)), "name": "W", "zone": "UTC", "language": "en"]
        case "people":
            let role: JSON? = route.path.contains("{tenant}") ? "viewer" : nil
            return ["name": "P", "email": .string("\(UUID().text)@example.com"), "role": role]
        case "teams": return ["name": .string(UUID().text)]
        case "{person}":
            return route.path.contains("members")
                ? [:] : ["name": "P", "email": .string("\(UUID().text)@example.com")]
        case "{level}": return ["team_id": teamID.json]
        case "next": return [:]
        case "presence": return ["state": "available"]
        case "grants": return ["person_id": personID.json, "tenant_id": UUID().json, "role": "agent", "level": "L1"]
        default: return webhookBody(route) ?? bulkActBody(route) ?? signInBody(route)
        }
    }

    private func webhookBody(_ route: Route) -> JSON? {
        switch route.path.split(separator: "/").last {
        case "quotas": ["intake": .null, "mail": ["limit": 1_000_000], "storage": .null]
        case "subscriptions": ["url": "https://example.com/hook", "types": ["ticket.opened"]]
        case "{subscription}": ["url": "https://example.com/hook", "types": ["ticket.opened"], "enabled": true]
        case "tests": [:]
        case "debug": ["headers": ["webhook-id": "w"], "body": "{}"]
        case "replays": route.path.contains("{delivery}") ? [:] : ["since": "2026-01-01T00:00:00Z"]
        default: nil
        }
    }

    private func bulkActBody(_ route: Route) -> JSON? {
        switch route.path.split(separator: "/").last {
        case "bulk-act-previews": ["filter": ["status": ["new"]]]
        case "bulk-acts": ["filter": ["status": ["new"]], "act": ["note": ["text": "Hello"]]]
        case "cancellation": [:]
        case "undoing": ["reason": "Wall"]
        default: nil
        }
    }

    private func signInBody(_ route: Route) -> JSON? {
        switch route.path.split(separator: "/").last {
        case "sessions": ["email": "nobody@example.com", "password": "four unlucky words"]
        case "password-resets": ["email": "nobody@example.com"]
        case "password": ["current_password": "four unlucky words", "password": "some others instead"]
        case "proof": ["method": "code", "secret": "000000"]
        case "second-factor": ["code": "000000"]
        case "second-factor-demands": ["roles": []]
        default: nil
        }
    }
}

extension API {
    func send(_ route: Route, _ sample: RouteSample, as key: APIKey?, headers: [String: String] = [:]) async -> Reply {
        var headers = headers
        if let key { headers["authorization"] = "Bearer \(key.revealed)" }
        let body = sample.body(route)
        if body != nil { headers["content-type"] = "application/json" }
        return await respond(
            to: IncomingRequest(
                method: route.method,
                path: sample.path(route),
                query: sample.query(route),
                headers: headers,
                body: body?.bytes ?? []
            )
        )
    }
}
