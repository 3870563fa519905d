package import BusinessTime
package import Foundation
package import Postgres

/// A case as its row holds it. Personal texts stay sealed until a reader with the tenant's keys opens them.
package struct Ticket: Sendable {
    package let id: UUID
    package let reference: Reference
    package let customerID: UUID
    package let subject: Bytea
    package let attributes: Bytea?
    package let channel: String
    package let language: String
    package let tier: String
    package let category: String
    package internal(set) var priority: TicketPriority
    package internal(set) var status: TicketStatus
    package internal(set) var level: Int
    package internal(set) var teamID: UUID?
    package internal(set) var assigneeID: UUID?
    package let sourceID: UUID?
    package let importBatchID: UUID?
    package let followUpOf: UUID?
    /// The case that its messages were split from.
    package let splitFrom: UUID?
    /// The case that goes on in its place.
    package internal(set) var mergedInto: UUID?
    /// The version of the policies that it began with.
    package let policyVersion: Int
    /// The policy under which its next clocks begin; nil when none is for it.
    package internal(set) var policy: String?
    package internal(set) var eventCount: Int
    /// Raised by every change; the ETag.
    package internal(set) var revision: Int64
    /// When the customer asked; clocks start here.
    package let occurredAt: Instant
    package let createdAt: Instant
    package internal(set) var updatedAt: Instant
    package internal(set) var resolvedAt: Instant?
    /// An alarm stands: the ladder of a clock that still runs has ended without anybody.
    package internal(set) var standingSince: Instant?
    /// Nobody has it, and nobody's grant is good for it.
    package internal(set) var unservedSince: Instant?
    /// Its place in the work list: `CaseFile.urgentAt`.
    package internal(set) var urgentAt: Instant

    static let columns: SQL = """
        k.id, k.reference, k.customer_id, k.subject, k.attributes, k.channel, k.language, k.tier, k.category, k.priority,
        k.status, k.level, k.team_id, k.assignee_id, k.source_id, k.import_batch_id, k.follow_up_of, k.split_from,
        k.merged_into, k.policy_version, k.policy, k.event_count, k.revision, k.occurred_at, k.created_at, k.updated_at,
        k.resolved_at, k.standing_since, k.unserved_since, k.urgent_at
        """

    init(from row: Row) throws {
        var cursor = row.cursor()
        id = try cursor.next()
        reference = try Ticket.known(Reference(stored: cursor.next()))
        customerID = try cursor.next()
        subject = try cursor.next()
        attributes = try cursor.next()
        channel = try cursor.next()
        language = try cursor.next()
        tier = try cursor.next()
        category = try cursor.next()
        priority = try Ticket.known(TicketPriority(rawValue: cursor.next()))
        status = try Ticket.known(TicketStatus(rawValue: cursor.next()))
        level = try cursor.next()
        teamID = try cursor.next()
        assigneeID = try cursor.next()
        sourceID = try cursor.next()
        importBatchID = try cursor.next()
        followUpOf = try cursor.next()
        splitFrom = try cursor.next()
        mergedInto = try cursor.next()
        policyVersion = try cursor.next()
        policy = try cursor.next()
        eventCount = try cursor.next()
        revision = try cursor.next()
        occurredAt = try cursor.next()
        createdAt = try cursor.next()
        updatedAt = try cursor.next()
        resolvedAt = try cursor.next()
        standingSince = try cursor.next()
        unservedSince = try cursor.next()
        urgentAt = try cursor.next()
    }

    init(
        id: UUID,
        reference: Reference,
        customerID: UUID,
        subject: Bytea,
        attributes: Bytea?,
        facts: TicketFacts,
        seat: CaseSeat,
        occurredAt: Instant,
        createdAt: Instant
    ) {
        self.id = id
        self.reference = reference
        self.customerID = customerID
        self.subject = subject
        self.attributes = attributes
        channel = facts.channel
        language = facts.language
        tier = facts.tier
        category = facts.category
        priority = facts.priority
        status = .new
        level = seat.level
        teamID = seat.teamID
        assigneeID = nil
        sourceID = facts.sourceID
        importBatchID = facts.importBatchID
        followUpOf = facts.followUpOf
        splitFrom = facts.splitFrom
        mergedInto = nil
        policyVersion = seat.policy.version
        policy = seat.policy.name
        eventCount = 0
        revision = 0
        self.occurredAt = occurredAt
        self.createdAt = createdAt
        updatedAt = createdAt
        resolvedAt = nil
        standingSince = nil
        unservedSince = nil
        urgentAt = createdAt.adding(seconds: CaseFile.unpromisedSeconds)
    }

    private static func known<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw StoredValueUnknown() }
        return value
    }
}

/// What a new case is given besides its texts.
package struct TicketFacts: Sendable {
    package var channel: String
    package var language: String
    package var tier: String
    package var category: String
    package var priority: TicketPriority
    package var sourceID: UUID?
    package var importBatchID: UUID?
    package var followUpOf: UUID?
    package var splitFrom: UUID?
}

/// A stored kind that this binary does not know: a newer one wrote it.
package struct StoredValueUnknown: Error, Sendable {}
