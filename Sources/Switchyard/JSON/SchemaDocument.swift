extension Schema {
    /// Depth of schemas inside one another that `components` walks.
    private static let depthMax = 64

    /// The OpenAPI 3.1 (JSON Schema 2020-12) form. A named schema is written as a reference; `components` has its body.
    package func openAPI() -> JSON {
        switch self {
        case .string(let rule): rule.openAPI()
        case .integer(let range):
            ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
        case .number(let range):
            ["type": "number", "minimum": range?.lowerBound.json, "maximum": range?.upperBound.json]
        case .boolean: ["type": "boolean"]
        case .array(let element, let count):
            [
                "type": "array", "items": element.openAPI(),
                "minItems": count.lowerBound > 0 ? .integer(count.lowerBound) : nil,
                "maxItems": count.upperBound.asLimit,
            ]
        case .object(let fields, let members): Self.openAPI(fields, members)
        case .either(let names, let inner):
            inner.openAPI().with("oneOf", .array(names.map { ["required": [.string($0)]] }))
        case .map(let value, let entriesMin, let entriesMax, let key):
            [
                "type": "object", "additionalProperties": value.openAPI(),
                "minProperties": entriesMin > 0 ? .integer(entriesMin) : nil,
                "maxProperties": entriesMax.asLimit, "propertyNames": key.openAPI(),
            ]
        case .formed(_, let form, let other): ["anyOf": [form.openAPI(), other.openAPI()]]
        case .byType(let schemas): ["anyOf": .array(schemas.map { $0.openAPI() })]
        case .any: [:]
        case .unavailable: ["not": [:]]
        case .named(let name, _): ["$ref": .string("#/components/schemas/\(name)")]
        case .described(let description, let inner): inner.openAPI().described(description)
        }
    }

    /// The bodies of every named schema in here, by name, itself included.
    package func components() -> [String: JSON] {
        var components: [String: JSON] = [:]
        collect(into: &components, depth: 0)
        return components
    }

    private static func openAPI(_ fields: [Field], _ members: ClosedRange<Int>) -> JSON {
        var properties = JSONObject()
        for field in fields {
            let schema = field.isNullable ? field.schema.openAPI().nullable : field.schema.openAPI()
            properties[field.name] = field.description.map(schema.described) ?? schema
        }
        let required = fields.filter(\.isRequired).map(\.name)
        return [
            "type": "object", "properties": .object(properties), "required": required.isEmpty ? nil : required.json,
            "minProperties": members.lowerBound > 0 ? .integer(members.lowerBound) : nil,
            "maxProperties": members.upperBound.asLimit, "additionalProperties": false,
        ]
    }

    private func collect(into components: inout [String: JSON], depth: Int) {
        guard depth < Self.depthMax else { return }
        switch self {
        case .named(let name, let inner):
            components[name] = inner.openAPI()
            inner.collect(into: &components, depth: depth + 1)
        case .described(_, let inner), .array(let inner, _), .map(let inner, _, _, _), .either(_, let inner):
            inner.collect(into: &components, depth: depth + 1)
        case .formed(_, let form, let other):
            for schema in [form, other] { schema.collect(into: &components, depth: depth + 1) }
        case .byType(let schemas):
            for schema in schemas { schema.collect(into: &components, depth: depth + 1) }
        case .object(let fields, _):
            for field in fields { field.schema.collect(into: &components, depth: depth + 1) }
        case .string, .integer, .number, .boolean, .any, .unavailable: break
        }
    }
}

extension StringRule {
    /// Whatever a JSON text may hold here: PostgreSQL keeps no NUL, so the parser refuses it.
    private static let anyText = "^[^\\u0000]*$"

    fileprivate func openAPI() -> JSON {
        if let values { return ["type": "string", "enum": values.json] }
        let bytesMax = unit == .bytes ? length.upperBound : nil
        let charactersMax = min(length.upperBound, format?.bytesMax ?? length.upperBound)
        let charactersMin = unit == .bytes ? min(length.lowerBound, 1) : length.lowerBound
        return [
            "type": "string", "format": format?.standardName?.json,
            "pattern": (format?.pattern ?? (length.upperBound == .max ? nil : StringRule.anyText))?.json,
            "minLength": charactersMin > 0 ? .integer(charactersMin) : nil, "maxLength": charactersMax.asLimit,
            "x-bytes-max": bytesMax?.json,
        ]
    }
}

extension Int {
    /// Nil where there is none.
    fileprivate var asLimit: JSON? { self == .max ? nil : .integer(self) }
}

extension JSON {
    /// The same schema, null allowed as well.
    fileprivate var nullable: JSON {
        guard case .object(var schema) = self, case .string? = schema["type"] else {
            return self == [:] ? self : ["anyOf": [self, ["type": "null"]]]
        }
        schema["type"] = schema["type"].map { [$0, "null"] }
        if case .array(let values)? = schema["enum"] { schema["enum"] = .array(values + [.null]) }
        return .object(schema)
    }

    fileprivate func described(_ description: String) -> JSON { with("description", .string(description)) }

    fileprivate func with(_ keyword: String, _ value: JSON) -> JSON {
        guard case .object(var schema) = self else { return self }
        schema[keyword] = value
        return .object(schema)
    }
}
