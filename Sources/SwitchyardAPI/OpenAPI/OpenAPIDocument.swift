import BusinessTime
import Switchyard

/// The API described from the same routes and schemas that run it.
enum OpenAPIDocument {
    static let json: JSON = document(Routes.all)

    static func handler(_ call: Call) async throws -> Reply { .json(json) }

    static func document(_ routes: [Route]) -> JSON {
        var paths = JSONObject()
        var components: JSONObject = ["Problem": problem]
        for route in routes {
            var item: JSONObject = [:]
            if case .object(let known)? = paths[route.path] { item = known }
            item[route.method.lowercased()] = operation(route)
            paths[route.path] = .object(item)
            for schema in [route.body, route.answer].compactMap(\.self) { add(schema, to: &components) }
        }
        for envelope in envelopes { add(envelope, to: &components) }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Switchyard", "version": "1",
                "description": .string(
                    (["Support for many exchanges, each behind its own wall."] + ContractRules.all)
                        .joined(separator: "\n\n")
                ),
            ],
            "paths": .object(paths),
            "webhooks": webhooks,
            "components": [
                "schemas": .object(components),
                "securitySchemes": [
                    "key": ["type": "http", "scheme": "bearer", "bearerFormat": "sy_live_…"],
                    "session": ["type": "http", "scheme": "bearer", "bearerFormat": "sy_session_…"],
                ],
            ],
        ]
    }

    private static func add(_ schema: Schema, to components: inout JSONObject) {
        for (name, schema) in schema.components().sorted(by: { $0.key < $1.key }) { components[name] = schema }
    }

    private static func operation(_ route: Route) -> JSON {
        var operation: JSONObject = ["summary": .string(route.summary), "responses": responses(route)]
        operation["parameters"] = .array(parameters(route))
        operation["requestBody"] = requestBody(route)
        switch route.access {
        case .permission(let permission):
            operation["security"] = .array([["key": .array([])], ["session": .array([])]])
            operation["x-permission"] = .string(permission.rawValue)
        case .session: operation["security"] = .array([["session": .array([])]])
        case .open, .signed: operation["security"] = .array([])
        }
        if route.demand.recently { operation["x-step-up-seconds"] = SessionDemand.recentSeconds.json }
        if !route.demand.secondFactor { operation["x-before-second-factor"] = true }
        if let deprecated = route.deprecated {
            operation["deprecated"] = true
            operation["x-sunset"] = .string(deprecated.sunset.iso8601)
        }
        if let repetition = route.repetition {
            operation["x-repetition"] = .string(repetition.rawValue)
            operation["description"] = .string(repetition.rule)
        }
        return .object(operation)
    }

    private static func parameters(_ route: Route) -> [JSON] {
        let inPath = route.path.split(separator: "/").filter { $0.hasPrefix("{") }.map { segment -> JSON in
            [
                "name": .string(String(segment.dropFirst().dropLast())), "in": "path", "required": true,
                "schema": ["type": "string"],
            ]
        }
        return inPath + route.query.map { QueryParameters.parameter($0, of: route) }
            + (route.repetition?.takesKey == true ? [idempotencyKey] : [])
    }

    private static let idempotencyKey: JSON = [
        "name": "Idempotency-Key", "in": "header", "required": false,
        "schema": [
            "type": "string", "minLength": 1, "maxLength": IdempotencyKey.charactersMax.json,
            "pattern": "^[\\x21-\\x7e]+$",
        ],
        "description":
            "The caller's own name for this act, at best random. Another request under it is 422 idempotency_key_reused.",
    ]
}

extension Route.Repetition {
    var takesKey: Bool { self == .answered || self == .answeredWithoutSecret }

    /// What a caller may count on.
    var rule: String {
        switch self {
        case .answered:
            """
            Under an Idempotency-Key this is done once: the same request answers the first answer for \(Receipt.keptDays) \
            days. What failed is not remembered. While the first is under way the next one waits, for two seconds at \
            most, and is then 409 request_under_way with Retry-After.
            """
        case .answeredWithoutSecret:
            """
            Under an Idempotency-Key this is done once. The answer shows a secret that is kept nowhere: the same request \
            is 409 secret_shown_once for \(Receipt.keptDays) days, and its member done holds the first answer without the \
            secret. Who lost that answer revokes what it made and asks under another key. While the first is under way \
            the next one waits, for two seconds at most, and is then 409 request_under_way with Retry-After.
            """
        case .harmless: "Nothing is written; sent again it looks anew. An Idempotency-Key has no effect."
        case .webhookID: "The sender's webhook-id is the key: the same message answers the first answer."
        case .token: "The one-time token in the path names the act. An Idempotency-Key has no effect."
        case .anew:
            "Nobody is known yet in whose name an answer could be kept: each request counts by itself, and is throttled. "
                + "An Idempotency-Key has no effect."
        }
    }
}
