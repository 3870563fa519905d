package import Foundation

/// Reading a body that its `Schema` has accepted. A member the schema did not promise comes back as the same
/// `FieldError` the schema would have given, so a forgotten rule is an answer for the caller and never a crash.
extension JSON {
    package func string(_ key: String) throws(FieldError) -> String {
        try required(key, .string, optionalString(key))
    }

    /// Nil when absent or null, like every `optional…` below.
    package func optionalString(_ key: String) throws(FieldError) -> String? {
        guard let value = present(key) else { return nil }
        guard case .string(let text) = value else { throw .wrongType(key, .string) }
        return text
    }

    package func integer(_ key: String) throws(FieldError) -> Int64 {
        try required(key, .number, optionalInteger(key))
    }

    package func optionalInteger(_ key: String) throws(FieldError) -> Int64? {
        guard let value = present(key) else { return nil }
        guard case .number(let number) = value, let integer = number.int64 else { throw .wrongType(key, .number) }
        return integer
    }

    package func number(_ key: String) throws(FieldError) -> JSONNumber {
        try required(key, .number, optionalNumber(key))
    }

    package func optionalNumber(_ key: String) throws(FieldError) -> JSONNumber? {
        guard let value = present(key) else { return nil }
        guard case .number(let number) = value else { throw .wrongType(key, .number) }
        return number
    }

    package func bool(_ key: String) throws(FieldError) -> Bool {
        try required(key, .boolean, optionalBool(key))
    }

    package func optionalBool(_ key: String) throws(FieldError) -> Bool? {
        guard let value = present(key) else { return nil }
        guard case .bool(let flag) = value else { throw .wrongType(key, .boolean) }
        return flag
    }

    package func uuid(_ key: String) throws(FieldError) -> UUID {
        try required(key, .string, optionalUUID(key))
    }

    package func optionalUUID(_ key: String) throws(FieldError) -> UUID? {
        guard let text = try optionalString(key) else { return nil }
        guard let uuid = UUID(text: text) else { throw .badFormat(key, .uuid) }
        return uuid
    }

    package func array(_ key: String) throws(FieldError) -> [JSON] {
        try required(key, .array, optionalArray(key))
    }

    package func optionalArray(_ key: String) throws(FieldError) -> [JSON]? {
        guard let value = present(key) else { return nil }
        guard case .array(let elements) = value else { throw .wrongType(key, .array) }
        return elements
    }

    package func strings(_ key: String) throws(FieldError) -> [String] {
        try required(key, .array, optionalStrings(key))
    }

    package func optionalStrings(_ key: String) throws(FieldError) -> [String]? {
        guard let elements = try optionalArray(key) else { return nil }
        var texts: [String] = []
        for element in elements {
            guard case .string(let text) = element else { throw .wrongType(key, .string) }
            texts.append(text)
        }
        return texts
    }

    /// The member as a document to read further; it is an object.
    package func object(_ key: String) throws(FieldError) -> JSON {
        try required(key, .object, optionalObject(key))
    }

    package func optionalObject(_ key: String) throws(FieldError) -> JSON? {
        guard let value = present(key) else { return nil }
        guard case .object = value else { throw .wrongType(key, .object) }
        return value
    }

    private func present(_ key: String) -> JSON? {
        guard let value = self[key], !value.isNull else { return nil }
        return value
    }

    private func required<Value>(_ key: String, _ kind: JSONKind, _ value: Value?) throws(FieldError) -> Value {
        if let value { return value }
        throw self[key] == nil ? FieldError("/" + JSONPointer.escaped(key), .required) : .wrongType(key, kind)
    }
}

extension FieldError {
    fileprivate static func wrongType(_ key: String, _ kind: JSONKind) -> FieldError {
        FieldError("/" + JSONPointer.escaped(key), .wrongType, ["expected": kind.rawValue])
    }

    fileprivate static func badFormat(_ key: String, _ format: StringFormat) -> FieldError {
        FieldError("/" + JSONPointer.escaped(key), .badFormat, ["format": format.rawValue])
    }
}
