package import Foundation

/// What an answer can be built from: `["id": ticket.id.json, "closed_at": closedAt?.json]`.
///
/// An optional's own `json` is null when it is nil; `value?.json` in an object literal leaves the member out.
package protocol JSONEncodable {
    var json: JSON { get }
    /// What `json` writes, without making it.
    func write(to text: inout JSONWriter)
}

extension JSON {
    package static func integer(_ value: Int64) -> JSON { .number(JSONNumber(value)) }

    package static func integer(_ value: Int) -> JSON { .number(JSONNumber(Int64(value))) }

    /// Null for infinities and not-a-number, which JSON cannot write.
    package static func double(_ value: Double) -> JSON { JSONNumber(value).map(JSON.number) ?? .null }
}

extension JSON: JSONEncodable {
    package var json: JSON { self }
}

extension JSONObject: JSONEncodable {
    package var json: JSON { .object(self) }
}

extension String: JSONEncodable {
    package var json: JSON { .string(self) }
}

extension Bool: JSONEncodable {
    package var json: JSON { .bool(self) }
}

extension Int: JSONEncodable {
    package var json: JSON { .integer(self) }
}

extension Int64: JSONEncodable {
    package var json: JSON { .integer(self) }
}

extension Double: JSONEncodable {
    package var json: JSON { .double(self) }
}

extension UUID: JSONEncodable {
    /// Lower case, as RFC 9562 asks writers to do.
    package var json: JSON { .string(text) }
}

extension Optional: JSONEncodable where Wrapped: JSONEncodable {
    // A key path of a generic type would be put together anew at every call.
    package var json: JSON { map { $0.json } ?? .null }
}

extension Array: JSONEncodable where Element: JSONEncodable {
    package var json: JSON { .array(map { $0.json }) }
}

extension JSON: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
}

extension JSON: ExpressibleByIntegerLiteral {
    package init(integerLiteral value: Int64) { self = .integer(value) }
}

extension JSON: ExpressibleByFloatLiteral {
    package init(floatLiteral value: Double) { self = .double(value) }
}

extension JSON: ExpressibleByBooleanLiteral {
    package init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSON: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
}

extension JSON: ExpressibleByDictionaryLiteral {
    /// Members that are nil are left out.
    package init(dictionaryLiteral elements: (String, JSON?)...) {
        self = .object(JSONObject(literal: elements))
    }
}
