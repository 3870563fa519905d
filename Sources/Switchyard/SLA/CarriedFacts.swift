import BusinessTime
import Foundation

/// What the clocks of a merged case leave to the case that goes on (`spec/sla.md K5`): who wrote and who was answered,
/// there and in what was merged into it before. With it the surviving case's own log decides its own clocks, also when a
/// reply of the merged case turns out never to have arrived.
enum CarriedFacts {
    /// Facts of one merge, the newest. Older replies have either arrived or failed long ago.
    static let countMax = 1_000

    private enum Kind: String {
        case customerMessage = "customer_message"
        case publicReply = "public_reply"
        case resolved
        case merged
    }

    /// - Parameter facts: of the case that is merged, in any order.
    static func json(_ facts: [CaseFact]) -> JSON {
        .array(relevant(facts).suffix(countMax).compactMap(json))
    }

    /// - Parameter id: of the fact that carries them; theirs sort right behind it.
    static func read(_ body: JSON, under id: String) throws -> [CaseFact] {
        try body.array("facts").enumerated().map { place, entry in
            let number = String(place + 1)
            return CaseFact(
                id: "\(id)/\(String(repeating: "0", count: max(0, 4 - number.count)))\(number)",
                ticket: try entry.string("ticket"),
                occurredAt: try Instant(iso8601: entry.string("at")),
                kind: try kind(entry)
            )
        }
    }

    /// Whether the merged case left a customer without an answer, as far as is known now.
    static func leavesSomebodyWaiting(_ body: JSON, failed: Set<UUID>) throws -> Bool {
        var waiting: Set<String> = []
        for fact in try read(body, under: "") {
            switch fact.kind {
            case .customerMessage: waiting.insert(fact.ticket)
            case .publicReply(let message):
                if let message = message.flatMap(UUID.init(text:)), failed.contains(message) { continue }
                waiting.remove(fact.ticket)
            case .resolved: waiting.remove(fact.ticket)
            case .merged(let from, let into):
                if waiting.remove(from) != nil { waiting.insert(into) }
            default: continue
            }
        }
        return !waiting.isEmpty
    }

    /// What still decides who waits: not messages that have gone elsewhere, nor replies that failed, nor the second of two
    /// messages between which nobody answered.
    private static func relevant(_ facts: [CaseFact]) -> [CaseFact] {
        var gone: Set<String> = []
        for fact in facts {
            switch fact.kind {
            case .messagesMoved(let messages): gone.formUnion(messages)
            case .sendFailedFinally(let message): gone.insert(message)
            default: continue
            }
        }
        var waiting: Set<String> = []
        return facts.sorted(by: isBefore).filter { fact in
            switch fact.kind {
            case .customerMessage: return !gone.contains(fact.id) && waiting.insert(fact.ticket).inserted
            case .publicReply(let message), .publicReplyWithStatus(let message, _):
                if let message, gone.contains(message) { return false }
                waiting.remove(fact.ticket)
                return true
            case .resolved, .resolvedWithoutReply:
                waiting.remove(fact.ticket)
                return true
            case .merged(let from, _):
                waiting.remove(from)
                return true
            default: return false
            }
        }
    }

    /// S2: an answer precedes a message of the same instant.
    private static func isBefore(_ left: CaseFact, _ right: CaseFact) -> Bool {
        let ranks = [left, right].map { $0.kind == .customerMessage ? 1 : 0 }
        return (left.occurredAtMost, ranks[0], left.id) < (right.occurredAtMost, ranks[1], right.id)
    }

    private static func json(_ fact: CaseFact) -> JSON? {
        var entry: JSONObject = ["ticket": .string(fact.ticket), "at": .string(fact.occurredAtMost.iso8601)]
        switch fact.kind {
        case .customerMessage: entry["kind"] = .string(Kind.customerMessage.rawValue)
        case .publicReply(let message), .publicReplyWithStatus(let message, _):
            entry["kind"] = .string(Kind.publicReply.rawValue)
            entry["message_id"] = message.json
        case .resolved, .resolvedWithoutReply: entry["kind"] = .string(Kind.resolved.rawValue)
        case .merged(let from, let into):
            entry["kind"] = .string(Kind.merged.rawValue)
            entry["ticket"] = .string(from)
            entry["into"] = .string(into)
        default: return nil
        }
        return .object(entry)
    }

    private static func kind(_ entry: JSON) throws -> CaseFact.Kind {
        switch Kind(rawValue: try entry.string("kind")) {
        case .customerMessage: return .customerMessage
        case .publicReply: return .publicReply(messageID: try entry.optionalString("message_id"))
        case .resolved: return .resolved
        case .merged: return .merged(from: try entry.string("ticket"), into: try entry.string("into"))
        case nil: throw StoredValueUnknown()
        }
    }
}
