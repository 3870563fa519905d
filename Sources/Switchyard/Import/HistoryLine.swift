package import BusinessTime
import Foundation

/// One line of a history file: newline-delimited JSON, UTF-8, at most 1 MiB a line, in any order of time.
///
/// A client is named before its cases:
///
///     {"kind":"tenant","tenant":"nordhafen","name":"Nordhafen","zone":"Europe/Berlin","language":"de"}
///
/// and every case is one line with all that was said in it:
///
///     {"kind":"case","tenant":"nordhafen","id":"C-1","customer":{"id":"42"},"subject":"…","text":"…","language":"de",
///      "channel":"email","tier":"vip","attributes":{"asset":"BTC"},"occurred_at":"2024-05-01T10:00:00Z",
///      "messages":[{"from":"client","text":"…","occurred_at":"2024-05-01T11:30:00Z"}],
///      "resolved_at":"2024-05-02T09:00:00Z"}
///
/// - `id` is the client's own id of the conversation: known ones are left alone, and a live message with it as its thread
///   lands on the case.
/// - `occurred_at`: RFC 3339, or a bare date for 00:00 UTC. Nothing may lie in the future.
/// - `messages` after the first: `from` is `customer`, `client` (a reply in the exchange's name) or `agent`. A reply older
///   than the case is kept and marked, and answers no clock. A customer's message may not be older than the case, nor
///   newer than `resolved_at`.
/// - `resolved_at` only where it is known: no resolution is invented.
package enum HistoryLine: Sendable {
    case tenant(HistoryTenant)
    case ticket(HistoryCase)

    /// Messages of one case.
    package static let messagesMax = 1_000

    /// Refuses with what is wrong and where.
    package init(_ bytes: [UInt8], now: Instant) throws {
        let json = try JSONParser.parse(bytes, limits: JSONLimits(bytesMax: HistoryFile.lineBytesMax))
        let isTenant = json["kind"] == "tenant"
        let problems = (isTenant ? HistoryTenant.schema : HistoryCase.schema).validate(json)
        guard problems.isEmpty else { throw DomainError(.invalid, "validation_failed", fields: problems) }
        self = try isTenant ? .tenant(HistoryTenant(json)) : .ticket(HistoryCase(json, now: now))
    }
}

/// A client as a history file introduces it.
package struct HistoryTenant: Sendable, Hashable {
    package let slug: String
    package let name: String
    package let zone: String
    package let language: String

    init(_ json: JSON) throws {
        slug = try json.string("tenant")
        name = try json.string("name")
        zone = try json.optionalString("zone") ?? "UTC"
        language = try json.optionalString("language") ?? "en"
    }

    static let schema: Schema = .object([
        .required("kind", .oneOf(["tenant"])),
        .required("tenant", .format(.slug)),
        .required("name", .text(1...200)),
        .optional("zone", .format(.zone)),
        .optional("language", .format(.language)),
    ])
}
