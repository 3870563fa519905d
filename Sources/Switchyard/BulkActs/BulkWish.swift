package import Foundation

/// What is done to each case of a bulk act. Each is the verb of a single case, with its rules.
package enum BulkWish: Sendable, Hashable {
    /// Of a text that goes to thousands of cases, in UTF-8.
    package static let textBytesMax = 4_096

    case setPriority(TicketPriority, reason: String)
    /// Nil gives the cases back to the desk.
    case assign(UUID?)
    case note(String)
    case setStatus(TicketStatus)
    /// Offers the cases to a level, a team or a person: who has them keeps them until somebody accepts.
    case handOver(CaseFile.HandoverProposal)
    /// Nil for the category of the version before, else the case's own.
    case recordSolution(String, category: TicketCategory?)

    package static let schema: Schema = .named(
        "BulkWish",
        .choice([
            .optional(
                "priority",
                .object([
                    .required("priority", .oneOf(TicketPriority.allCases.map(\.name))),
                    .required("reason", .text(1...CaseFile.reasonCharactersMax)),
                ])
            ),
            .optional(
                "assignment",
                .object([
                    .required("person_id", .format(.uuid), nullable: true, "Null gives them back to the desk.")
                ])
            ),
            .optional("note", .object([.required("text", .bytes(1...textBytesMax))])),
            .optional("status", TicketStatus.schema),
            .optional("handover", CaseFile.HandoverProposal.schema),
            .optional(
                "solution",
                .object([
                    .required("text", .bytes(1...textBytesMax)),
                    .optional("category", .oneOf(TicketCategory.self), "Default: as before, else the case's own."),
                ])
            ),
        ])
    )

    /// Reads what `schema` has accepted. Secrets are taken out.
    package init(_ body: JSON) throws {
        let wish =
            try BulkWish.priority(body) ?? BulkWish.assignment(body) ?? BulkWish.note(body) ?? BulkWish.status(body)
            ?? BulkWish.handover(body) ?? BulkWish.solution(body)
        guard let wish else { throw StoredValueUnknown() }
        self = wish
    }

    private static func priority(_ body: JSON) throws -> BulkWish? {
        guard let wish = try body.optionalObject("priority") else { return nil }
        guard let priority = TicketPriority(name: try wish.string("priority")) else { throw StoredValueUnknown() }
        return .setPriority(priority, reason: Secrets.redact(try wish.string("reason"), context: nil).text)
    }

    private static func assignment(_ body: JSON) throws -> BulkWish? {
        try body.optionalObject("assignment").map { .assign(try $0.optionalUUID("person_id")) }
    }

    private static func note(_ body: JSON) throws -> BulkWish? {
        try body.optionalObject("note").map { .note(Secrets.redact(try $0.string("text"), context: nil).text) }
    }

    private static func status(_ body: JSON) throws -> BulkWish? {
        guard let wish = try body.optionalObject("status") else { return nil }
        guard let status = TicketStatus(rawValue: try wish.string("status")) else { throw StoredValueUnknown() }
        return .setStatus(status)
    }

    private static func handover(_ body: JSON) throws -> BulkWish? {
        guard let wish = try body.optionalObject("handover") else { return nil }
        return .handOver(try CaseFile.HandoverProposal(wish).withoutSecrets)
    }

    private static func solution(_ body: JSON) throws -> BulkWish? {
        guard let wish = try body.optionalObject("solution") else { return nil }
        let category = try wish.optionalString("category").flatMap(TicketCategory.init(rawValue:))
        return .recordSolution(Secrets.redact(try wish.string("text"), context: nil).text, category: category)
    }

    /// As `init` reads it.
    package var json: JSON {
        switch self {
        case .setPriority(let priority, let reason):
            ["priority": ["priority": .string(priority.name), "reason": .string(reason)]]
        case .assign(let person): ["assignment": ["person_id": person.json]]
        case .note(let text): ["note": ["text": .string(text)]]
        case .setStatus(let status): ["status": ["status": .string(status.rawValue)]]
        case .handOver(let proposal): ["handover": proposal.json]
        case .recordSolution(let text, let category):
            ["solution": ["text": .string(text), "category": category.map { .string($0.rawValue) }]]
        }
    }

    /// A note stays: what colleagues have read is not taken out of the log.
    package var isUndoable: Bool {
        switch self {
        case .setPriority, .assign, .setStatus, .handOver, .recordSolution: true
        case .note: false
        }
    }

    /// The entry of a case's log that tells of it, and by which it is undone.
    var entryKind: EventKind {
        switch self {
        case .setPriority: .priorityChanged
        case .assign: .assigned
        case .note: .noted
        case .setStatus: .statusChanged
        case .handOver: .handoverProposed
        case .recordSolution: .solutionRecorded
        }
    }

    /// What it could not do to any case is refused before it begins.
    ///
    /// - Throws: `/assignment/person_id`, `/handover/team_id`, `/handover/person_id`.
    func check(in tx: TenantTransaction) throws {
        switch self {
        case .assign(let person?):
            guard try tx.duty.person(person) == nil else { return }
            throw DomainError.field("/assignment/person_id", .unknown)
        case .handOver(let proposal):
            do {
                try proposal.check(in: tx)
            } catch let error as DomainError {
                throw error.under("/handover")
            }
        case .assign(nil), .setPriority, .note, .setStatus, .recordSolution: return
        }
    }
}

extension CaseFile.HandoverProposal {
    fileprivate var withoutSecrets: CaseFile.HandoverProposal {
        CaseFile.HandoverProposal(
            level: level,
            teamID: teamID,
            personID: personID,
            note: Secrets.redact(note, context: nil).text,
            openSeconds: openSeconds
        )
    }
}
