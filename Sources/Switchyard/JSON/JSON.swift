/// A JSON document as a value: what a request body, an event payload, or an answer is made of.
///
/// Objects keep the order they were written in. Numbers keep their literal text, so that amounts and large ids pass
/// through untouched. Two documents are equal when they have the same members in any order, and the same bytes in every
/// string and number: unlike Swift's `String`, `é` composed and decomposed are two different strings here.
package enum JSON: Sendable {
    case object(JSONObject)
    case array([JSON])
    case string(String)
    case number(JSONNumber)
    case bool(Bool)
    case null

    /// The member of an object; nil for an absent member and for anything that is not an object.
    package subscript(key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    /// The element of an array; nil outside its bounds and for anything that is not an array.
    package subscript(index: Int) -> JSON? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    package var isNull: Bool { kind == .null }

    /// Which of the six kinds this is, by the name JSON Schema gives it.
    package var kind: JSONKind {
        switch self {
        case .object: .object
        case .array: .array
        case .string: .string
        case .number: .number
        case .bool: .boolean
        case .null: .null
        }
    }
}

/// The six kinds of JSON, named as in JSON Schema.
package enum JSONKind: String, CaseIterable, Sendable {
    case object, array, string, number, boolean, null
}

extension JSON: Hashable {
    package static func == (left: JSON, right: JSON) -> Bool {
        switch (left, right) {
        case (.object(let left), .object(let right)): left == right
        case (.array(let left), .array(let right)): left == right
        case (.string(let left), .string(let right)): ExactText(left) == ExactText(right)
        case (.number(let left), .number(let right)): left == right
        case (.bool(let left), .bool(let right)): left == right
        case (.null, .null): true
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        switch self {
        case .object(let members): hasher.combine(members)
        case .array(let elements): hasher.combine(elements)
        case .string(let text): hasher.combine(ExactText(text))
        case .number(let number): hasher.combine(number)
        case .bool(let flag): hasher.combine(flag)
        case .null: break
        }
    }
}

/// A string compared by its bytes. Swift's own comparison takes canonically equivalent strings for equal.
struct ExactText: Hashable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (left: ExactText, right: ExactText) -> Bool {
        isSame(left.text, right.text)
    }

    static func isSame(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        let answer = left.utf8.withContiguousStorageIfAvailable { left in
            right.utf8.withContiguousStorageIfAvailable { right in
                for index in 0..<left.count where left[index] != right[index] { return false }
                return true
            }
        }
        return (answer ?? nil) ?? left.utf8.elementsEqual(right.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(text.utf8.count)
    }
}
