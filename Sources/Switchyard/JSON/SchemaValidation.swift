/// One thing wrong with a body: where, what, and the figures a message needs.
package struct FieldError: Error, Sendable, Hashable {
    package enum Code: String, CaseIterable, Sendable {
        case required
        case unknownField = "unknown_field"
        case wrongType = "wrong_type"
        case tooLong = "too_long"
        case tooShort = "too_short"
        case outOfRange = "out_of_range"
        case notInList = "not_in_list"
        case badFormat = "bad_format"
        case tooMany = "too_many"
        // Beyond the schema: what only the product or the database can tell.
        case taken
        case unknown
        case sameCase = "same_case"
        case cannotMove = "cannot_move"
        /// A calendar without an open second for weeks on end.
        case neverOpen = "never_open"
        case containsSecret = "contains_secret"
        case asksForSecret = "asks_for_secret"
        /// A person whose grant does not reach what they are named for.
        case notEntitled = "not_entitled"
        /// What the caller's credential may not set.
        case notPermitted = "not_permitted"
        /// What cannot be another any more.
        case fixed
        case notCovered = "not_covered"
        case doubleBooked = "double_booked"
        /// A password that is guessed early.
        case tooCommon = "too_common"
        /// A password made of its owner's name or address.
        case ownName = "own_name"
    }

    /// RFC 6901; the empty pointer is the body itself.
    package let pointer: String
    package let code: Code
    /// `expected` (wrong_type), `max` and `unit` (too_long, too_many), `min` and `unit` (too_short), `min` and `max`
    /// (out_of_range), `values` (not_in_list), `format` (bad_format). Never a text from the body.
    package let parameters: [String: String]

    package init(_ pointer: String, _ code: Code, _ parameters: [String: String] = [:]) {
        self.pointer = pointer
        self.code = code
        self.parameters = parameters
    }
}

extension Schema {
    /// Errors reported for one body; the rest is not looked for.
    package static let errorsMax = 32

    /// Everything wrong with a body, in document order with absent fields after present ones; empty when it is right.
    package func validate(_ json: JSON) -> [FieldError] {
        var check = SchemaCheck()
        check.value(json, self)
        return check.errors
    }
}

private struct SchemaCheck {
    private(set) var errors: [FieldError] = []
    private var path: [String] = []

    private var isFull: Bool { errors.count >= Schema.errorsMax }

    mutating func value(_ json: JSON, _ schema: Schema) {
        switch schema {
        case .string(let rule): string(json, rule)
        case .integer(let range): integer(json, range)
        case .number(let range): number(json, range)
        case .boolean: expect(json, .boolean)
        case .array(let element, let count): array(json, element, count)
        case .object(let fields, let members): object(json, fields, members)
        case .either(let names, let inner): either(json, names, inner)
        case .map(let value, let entriesMin, let entriesMax, let key): map(json, value, entriesMin...entriesMax, key)
        case .formed(let member, let form, let other): value(json, json[member] == nil ? other : form)
        case .byType(let schemas): byType(json, schemas)
        case .any: break
        case .unavailable: report(.outOfRange, ["reason": "not_available"])
        case .named(_, let inner), .described(_, let inner): value(json, inner)
        }
    }

    private mutating func string(_ json: JSON, _ rule: StringRule) {
        guard case .string(let text) = json else { return report(.wrongType, ["expected": "string"]) }
        if let values = rule.values {
            let isListed = values.contains { ExactText($0) == ExactText(text) }
            return isListed ? () : report(.notInList, ["values": values.joined(separator: ", ")])
        }
        let length = rule.unit == .bytes ? text.utf8.count : text.unicodeScalars.count
        if length > rule.length.upperBound {
            return report(.tooLong, ["max": String(rule.length.upperBound), "unit": rule.unit.rawValue])
        }
        if length < rule.length.lowerBound {
            return report(.tooShort, ["min": String(rule.length.lowerBound), "unit": rule.unit.rawValue])
        }
        if let format = rule.format, !format.matches(text) { report(.badFormat, ["format": format.rawValue]) }
    }

    private mutating func integer(_ json: JSON, _ range: ClosedRange<Int64>) {
        guard case .number(let number) = json else { return report(.wrongType, ["expected": "integer"]) }
        let limits = ["min": String(range.lowerBound), "max": String(range.upperBound)]
        guard let integer = number.int64 else {
            let isWhole = number.isIntegerLiteral || number.double.rounded() == number.double
            return isWhole ? report(.outOfRange, limits) : report(.wrongType, ["expected": "integer"])
        }
        if !range.contains(integer) { report(.outOfRange, limits) }
    }

    private mutating func number(_ json: JSON, _ range: ClosedRange<Double>?) {
        guard case .number(let number) = json else { return report(.wrongType, ["expected": "number"]) }
        guard let range, !range.contains(number.double) else { return }
        report(.outOfRange, ["min": range.lowerBound.description, "max": range.upperBound.description])
    }

    private mutating func array(_ json: JSON, _ element: Schema, _ count: ClosedRange<Int>) {
        guard case .array(let elements) = json else { return report(.wrongType, ["expected": "array"]) }
        if elements.count > count.upperBound {
            return report(.tooMany, ["max": String(count.upperBound), "unit": "items"])
        }
        if elements.count < count.lowerBound {
            report(.tooShort, ["min": String(count.lowerBound), "unit": "items"])
        }
        for (index, item) in elements.enumerated() where !isFull {
            inside(String(index)) { $0.value(item, element) }
        }
    }

    private mutating func object(_ json: JSON, _ fields: [Schema.Field], _ members: ClosedRange<Int>) {
        guard case .object(let object) = json else { return report(.wrongType, ["expected": "object"]) }
        if object.count < members.lowerBound { report(.required) }
        if object.count > members.upperBound {
            report(.tooMany, ["max": String(members.upperBound), "unit": "members"])
        }
        for member in object.members where !isFull {
            inside(member.key) { check in
                guard let field = fields.first(where: { ExactText($0.name) == ExactText(member.key) }) else {
                    return check.report(.unknownField)
                }
                if member.value.isNull && field.isNullable { return }
                check.value(member.value, field.schema)
            }
        }
        for field in fields where field.isRequired && !object.contains(field.name) {
            inside(field.name) { $0.report(.required) }
        }
    }

    private mutating func either(_ json: JSON, _ names: [String], _ inner: Schema) {
        value(json, inner)
        guard case .object(let object) = json else { return }
        let found = names.filter(object.contains)
        if found.isEmpty, let first = names.first { inside(first) { $0.report(.required) } }
        for name in found.dropFirst() { inside(name) { $0.report(.unknownField) } }
    }

    private mutating func byType(_ json: JSON, _ schemas: [Schema]) {
        guard let own = schemas.first(where: { $0.type == json.type }) else {
            return report(.wrongType, ["expected": schemas.compactMap(\.type).joined(separator: " or ")])
        }
        value(json, own)
    }

    private mutating func map(_ json: JSON, _ schema: Schema, _ entries: ClosedRange<Int>, _ key: StringRule) {
        guard case .object(let object) = json else { return report(.wrongType, ["expected": "object"]) }
        if object.count < entries.lowerBound { report(.required) }
        guard object.count <= entries.upperBound else {
            return report(.tooMany, ["max": String(entries.upperBound), "unit": "entries"])
        }
        for member in object.members where !isFull {
            inside(member.key) { check in
                check.string(.string(member.key), key)
                check.value(member.value, schema)
            }
        }
    }

    private mutating func expect(_ json: JSON, _ kind: JSONKind) {
        if json.kind != kind { report(.wrongType, ["expected": kind.rawValue]) }
    }

    private mutating func inside(_ token: String, _ check: (inout SchemaCheck) -> Void) {
        path.append(token)
        check(&self)
        path.removeLast()
    }

    private mutating func report(_ code: FieldError.Code, _ parameters: [String: String] = [:]) {
        guard !isFull else { return }
        let pointer = path.map { "/" + JSONPointer.escaped($0) }.joined()
        errors.append(FieldError(pointer, code, parameters))
    }
}

extension Schema {
    /// Of what it takes; nil for what is not bound to one.
    fileprivate var type: String? {
        switch self {
        case .string: "string"
        case .integer, .number: "number"
        case .boolean: "boolean"
        case .array: "array"
        case .object, .map, .formed: "object"
        case .either(_, let inner), .named(_, let inner), .described(_, let inner): inner.type
        case .byType, .any, .unavailable: nil
        }
    }
}

extension JSON {
    fileprivate var type: String { kind.rawValue }
}
