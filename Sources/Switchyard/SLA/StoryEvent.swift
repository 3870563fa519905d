import BusinessTime

/// `[instant, name, argument?]` as a fact.
struct StoryEvent {
    /// Events that name no ticket are about this one.
    static let ticketDefault = "A"

    let fact: CaseFact
    private(set) var calendarVersion: StoryCalendarVersion?

    init(_ event: JSON, index: Int) throws {
        guard case .array(let parts) = event, (2...3).contains(parts.count) else {
            throw StoryError("not [instant, name, argument?]")
        }
        guard case .string(let instant) = parts[0], case .string(let name) = parts[1] else {
            throw StoryError("instant and name are texts")
        }
        let at = try Instant(iso8601: instant)
        let argument = StoryArgument(json: parts.count == 3 ? parts[2] : .null)
        let (kind, ticket) = try Self.kind(name, argument)
        if kind == .calendarPublished {
            calendarVersion = try argument.calendarVersion(publishedAt: at)
        }
        let recordedAt = try argument.recordedAt
        let number = String(index)
        fact = CaseFact(
            id: String(repeating: "0", count: max(0, 6 - number.count)) + number,
            ticket: ticket ?? Self.ticketDefault,
            occurredAt: at,
            recordedAt: recordedAt,
            kind: kind
        )
    }

    private static func kind(_ name: String, _ argument: StoryArgument) throws -> (CaseFact.Kind, ticket: String?) {
        switch name {
        case "customer_message": (.customerMessage, try argument.ticket)
        case "public_reply": (.publicReply(messageID: try argument.messageID), argument.ticketMember)
        case "public_reply+status":
            (.publicReplyWithStatus(messageID: nil, ClockStatus(rawValue: try argument.text)), nil)
        case "auto_ack": (.autoAck, try argument.ticket)
        case "internal_note": (.internalNote, try argument.ticket)
        case "opened_by_agent": (.openedByAgent, try argument.ticket)
        case "status": (.statusChanged(ClockStatus(rawValue: try argument.text)), nil)
        case "resolved": (.resolved, try argument.ticket)
        case "resolved_without_reply": (.resolvedWithoutReply, try argument.ticket)
        case "reopened": (.reopened, try argument.ticket)
        case "target_changed": (.targetChanged(try argument.targets()), nil)
        case "target_corrected":
            (.targetCorrected(try argument.targets(except: "approved_by"), approvedBy: try argument.approver), nil)
        case "policy_published":
            (.policyPublished(try argument.targets(except: "apply"), applies: try argument.scope), nil)
        case "policy_changed_without": (.policyWithout(try argument.metric), nil)
        case "calendar_published": (.calendarPublished, nil)
        case "merged": (try argument.merge, nil)
        case "send_failed_finally": (.sendFailedFinally(messageID: try argument.text), nil)
        case "acknowledged": (.acknowledged(try argument.recipient), nil)
        default: throw StoryError("unknown event \"\(name)\"")
        }
    }
}

/// The third part of an event, read as what its name asks for.
private struct StoryArgument {
    let json: JSON

    var text: String {
        get throws {
            guard case .string(let text) = json, !text.isEmpty else { throw StoryError("a text is missing") }
            return text
        }
    }

    /// `"B"` or `{"ticket": "B"}`.
    var ticket: String? {
        get throws {
            switch json {
            case .null: nil
            case .object: ticketMember
            default: try text
            }
        }
    }

    var ticketMember: String? {
        guard case .string(let ticket) = json["ticket"] ?? .null else { return nil }
        return ticket
    }

    /// `"m1"` or `{"message": "m1"}`.
    var messageID: String? {
        get throws {
            switch json {
            case .null: return nil
            case .object:
                guard case .string(let id) = json["message"] ?? .null else { return nil }
                return id
            default: return try text
            }
        }
    }

    var recordedAt: Instant? {
        get throws {
            guard let value = json["recorded_at"] else { return nil }
            guard case .string(let text) = value else { throw StoryError("recorded_at is a text") }
            return try Instant(iso8601: text)
        }
    }

    func targets(except other: String? = nil) throws -> [SLAMetric: Int64] {
        guard case .object(let members) = json else { throw StoryError("{metric: seconds} is missing") }
        var targets: [SLAMetric: Int64] = [:]
        for member in members.members where member.key != other {
            guard let metric = SLAMetric(rawValue: member.key) else {
                throw StoryError("unknown metric \"\(member.key)\"")
            }
            guard case .number(let number) = member.value, let seconds = number.int64,
                (1...SLAPolicy.targetSecondsMax).contains(seconds)
            else { throw StoryError("a target is a whole number of seconds, at most ten years") }
            targets[metric] = seconds
        }
        return targets
    }

    /// Every change in a story is authorised, so the name may be left out.
    var approver: String {
        get throws {
            switch json["approved_by"] ?? .null {
            case .null: return ""
            case .string(let name): return name
            default: throw StoryError("approved_by is a text")
            }
        }
    }

    var scope: CaseFact.PublishScope {
        get throws {
            guard let value = json["apply"] else { return .newCyclesOnly }
            guard case .string(let name) = value, let scope = CaseFact.PublishScope(rawValue: name) else {
                throw StoryError("apply is new_cycles_only or running")
            }
            return scope
        }
    }

    var metric: SLAMetric {
        get throws {
            let name = try text
            guard let metric = SLAMetric(rawValue: name) else { throw StoryError("unknown metric \"\(name)\"") }
            return metric
        }
    }

    var merge: CaseFact.Kind {
        get throws {
            guard case .string(let from) = json[0] ?? .null, case .string(let into) = json[1] ?? .null, from != into
            else { throw StoryError("merged needs two tickets") }
            return .merged(from: from, into: into)
        }
    }

    var recipient: LadderRecipient {
        get throws {
            let name = try text
            guard let recipient = LadderRecipient(name: name) else { throw StoryError("unknown level \"\(name)\"") }
            return recipient
        }
    }

    func calendarVersion(publishedAt: Instant) throws -> StoryCalendarVersion {
        guard case .object(var members) = json else { throw StoryError("a calendar is missing") }
        var effectiveFrom = publishedAt
        if case .string(let text) = members["effective_from"] ?? .null { effectiveFrom = try Instant(iso8601: text) }
        guard effectiveFrom >= publishedAt else { throw StoryError("effective_from is before the publication") }
        members["effective_from"] = nil
        return StoryCalendarVersion(
            knownFrom: publishedAt,
            effectiveFrom: effectiveFrom,
            document: try CalendarDocument(story: .object(members))
        )
    }
}
