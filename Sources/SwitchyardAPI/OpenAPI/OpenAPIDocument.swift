import Switchyard

/// The API described from the same routes and schemas that run it.
enum OpenAPIDocument {
    static let json: JSON = document()

    static func handler(_ call: Call) async throws -> Reply { .json(json) }

    private static func document() -> JSON {
        var paths = JSONObject()
        var components = JSONObject()
        for route in Routes.all {
            var item: JSONObject = [:]
            if case .object(let known)? = paths[route.path] { item = known }
            item[route.method.lowercased()] = operation(route)
            paths[route.path] = .object(item)
            for (name, schema) in route.body?.components().sorted(by: { $0.key < $1.key }) ?? [] {
                components[name] = schema
            }
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Switchyard", "version": "1",
                "description": "Support for many exchanges, each behind its own wall.",
            ],
            "paths": .object(paths),
            "components": [
                "schemas": .object(components),
                "securitySchemes": ["key": ["type": "http", "scheme": "bearer", "bearerFormat": "sy_live_…"]],
            ],
        ]
    }

    private static func operation(_ route: Route) -> JSON {
        let problem: JSON = ["description": "RFC 9457 problem"]
        var responses: JSONObject = ["\(route.success)": ["description": .string(route.summary)]]
        for status in ["401", "403", "404", "422", "503"] { responses[status] = problem }
        var operation: JSONObject = ["summary": .string(route.summary), "responses": .object(responses)]
        operation["parameters"] = .array(parameters(route))
        if let body = route.body {
            operation["requestBody"] = ["required": true, "content": ["application/json": ["schema": body.openAPI()]]]
        }
        switch route.access {
        case .permission(let permission):
            operation["security"] = .array([["key": .array([])]])
            operation["x-permission"] = .string(permission.rawValue)
        case .open: operation["security"] = .array([])
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
        let inQuery = route.query.map { name -> JSON in
            ["name": .string(name), "in": "query", "required": false, "schema": ["type": "string"]]
        }
        return inPath + inQuery
    }
}
