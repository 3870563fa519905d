package import BusinessTime
package import Foundation

/// Work on its way to another level, team or person: proposed, then accepted, returned, or expired. Derived from the case's
/// log, where its events are; at most one is open at a time. Ownership moves with the acceptance and not before, and apart
/// from what a clock's ladder does (`spec/sla.md` E2, E6).
package struct Handover: Sendable, Hashable {
    package enum State: String, CaseIterable, Sendable {
        case proposed
        case accepted
        /// Not taken, or handed back after it was.
        case returned
        /// Nobody took it in time, or the case moved on meanwhile.
        case expired
    }

    /// Going down is no escalation (`spec/sla.md E6`).
    package enum Direction: String, CaseIterable, Sendable {
        case escalation
        case transfer
        case handBack = "return"
    }

    /// Why an offer ended by itself.
    package enum Expiry: String, CaseIterable, Sendable {
        case time
        /// A ladder went as far, or further.
        case escalated
        /// Resolved, or merged into another case.
        case caseEnded = "case_ended"
    }

    /// An act on it: by whom (nil for the product itself), when, and with which words.
    package struct Act: Sendable, Hashable {
        package let by: UUID?
        package let at: Instant
        package let note: String?
    }

    /// Who has the case: a level, its team, and a person once there is one.
    struct Holder: Hashable {
        let level: Int
        let teamID: UUID?
        let personID: UUID?
    }

    /// Seconds for which a proposal stands when nobody says otherwise.
    package static let openSecondsDefault: Int64 = 1_800
    package static let openSeconds: ClosedRange<Int64> = 60...86_400
    package static let noteBytesMax = 4_000

    /// The place of the proposal in the case's log.
    package let number: Int
    package private(set) var state: State
    package let fromLevel: Int
    package let toLevel: Int
    /// Nil where the level has no desk.
    package let toTeamID: UUID?
    /// The one it is meant for; nil for whoever serves the level.
    package let toPersonID: UUID?
    package let proposed: Act
    package let expiresAt: Instant
    package private(set) var acceptance: Act?
    /// How it was returned, or why it expired.
    package private(set) var end: Act?
    /// Who had the case until it was accepted.
    private(set) var holderBefore: Holder?

    package var direction: Direction {
        if toLevel == fromLevel { return .transfer }
        return toLevel > fromLevel ? .escalation : .handBack
    }

    init(proposal event: CaseEvent) throws {
        number = event.sequence
        state = .proposed
        fromLevel = Int(try event.body.integer("from"))
        toLevel = Int(try event.body.integer("to"))
        toTeamID = try event.body.optionalUUID("team_id")
        toPersonID = try event.body.optionalUUID("person_id")
        proposed = Act(by: event.actorID, at: event.recordedAt, note: try event.body.string("note"))
        expiresAt = try Instant(iso8601: event.body.string("expires_at"))
    }

    /// Every hand-over of a case, oldest first.
    static func all(in events: [CaseEvent]) throws -> [Handover] {
        var found: [Handover] = []
        for event in events where event.kind.isOfHandover {
            if event.kind == .handoverProposed {
                found.append(try Handover(proposal: event))
            } else if !found.isEmpty {
                try found[found.count - 1].take(event)
            }
        }
        return found
    }

    private mutating func take(_ event: CaseEvent) throws {
        func act(_ note: String?) -> Act { Act(by: event.actorID, at: event.recordedAt, note: note) }
        switch event.kind {
        case .handoverAccepted:
            state = .accepted
            acceptance = act(nil)
            holderBefore = Holder(
                level: Int(try event.body.integer("from")),
                teamID: try event.body.optionalUUID("from_team_id"),
                personID: try event.body.optionalUUID("from_person_id")
            )
        case .handoverReturned:
            state = .returned
            end = act(try event.body.string("note"))
        case .handoverExpired:
            state = .expired
            end = act(try event.body.string("cause"))
        default: return
        }
    }
}

extension EventKind {
    var isOfHandover: Bool {
        switch self {
        case .handoverProposed, .handoverAccepted, .handoverReturned, .handoverExpired: true
        default: false
        }
    }
}

extension CaseFile {
    /// Every hand-over of the case, oldest first.
    package func handovers() throws -> [Handover] { try Handover.all(in: events) }

    /// The proposal that waits for an answer.
    func openHandover() throws -> Handover? {
        guard let last = events.last(where: { $0.kind.isOfHandover }), last.kind == .handoverProposed else {
            return nil
        }
        return try Handover(proposal: last)
    }
}
