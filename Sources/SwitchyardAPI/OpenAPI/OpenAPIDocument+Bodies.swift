import Switchyard

/// What goes in and what comes back, by the type of the content.
extension OpenAPIDocument {
    static func requestBody(_ route: Route) -> JSON? {
        let content: JSON
        switch route.rawBody {
        case .table: content = ["text/csv": ["schema": ["type": "string"]]]
        case .form(let names):
            var fields: JSONObject = [:]
            for name in names { fields[name] = ["type": "string"] }
            content = [
                "application/x-www-form-urlencoded": ["schema": ["type": "object", "properties": .object(fields)]]
            ]
        case .signed, nil:
            guard let body = route.body else { return nil }
            content = ["application/json": ["schema": body.openAPI()]]
        }
        return ["required": true, "content": content]
    }

    static func responses(_ route: Route) -> JSON {
        var success: JSONObject = ["description": .string(route.summary)]
        if route.success != 204 { success["content"] = content(route) }
        var responses: JSONObject = ["\(route.success)": .object(success)]
        var problems = ["401", "403", "404", "409", "422", "429", "503"]
        if route.body != nil || route.rawBody != nil { problems += ["400", "413", "415"] }
        for status in problems.sorted() { responses[status] = problem(route) }
        return .object(responses)
    }

    private static func content(_ route: Route) -> JSON {
        if route.isPage { return ["text/html": text] }
        var content: JSONObject = [:]
        content["application/json"] = route.answer.map { ["schema": $0.openAPI()] }
        if route.query.contains("format") { content["text/csv"] = text }
        return .object(content)
    }

    private static let text: JSON = ["schema": ["type": "string"]]

    /// What this document's own address answers.
    static let answer: Schema = .named(
        "OpenAPI",
        .object(
            [.required("openapi", .said)]
                + ["info", "paths", "webhooks", "components"].map {
                    .required($0, .map(of: .any, entriesMax: .max, key: .anyText))
                }
        )
    )

    private static func problem(_ route: Route) -> JSON {
        var content: JSONObject = [
            "application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]
        ]
        if route.isPage { content["text/html"] = text }
        return [
            "description": "RFC 9457 problem; its type is the address of its entry under /errors",
            "content": .object(content),
        ]
    }

    /// Every problem; what else a type says of its own is in its entry.
    static let problem: JSON = [
        "type": "object", "required": ["type", "title", "status"],
        "properties": [
            "type": [
                "type": "string", "enum": .array(ErrorCatalogue.all.map { .string(ErrorCatalogue.address($0.word)) }),
            ],
            "title": ["type": "string", "minLength": 1],
            "status": ["type": "integer", "minimum": 400, "maximum": 599],
            "errors": [
                "type": "array", "minItems": 1,
                "items": [
                    "type": "object", "required": ["pointer", "code", "detail"],
                    "properties": [
                        "pointer": [
                            "type": "string",
                            "description":
                                "RFC 6901 into the body, or ? with the name of a parameter of the query or a header.",
                        ],
                        "code": ["type": "string", "enum": FieldError.Code.allCases.map(\.rawValue).json],
                        "detail": ["type": "string", "minLength": 1],
                    ],
                    "additionalProperties": ["type": "string"],
                ],
            ],
        ],
    ]
}
