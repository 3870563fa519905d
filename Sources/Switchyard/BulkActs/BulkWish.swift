package import Foundation

/// What is done to each case of a bulk act. Each is the verb of a single case, with its rules.
package enum BulkWish: Sendable, Hashable {
    /// Of a note that goes to thousands of cases, in UTF-8.
    package static let noteBytesMax = 4_096

    case setPriority(TicketPriority, reason: String)
    /// Nil gives the cases back to the desk.
    case assign(UUID?)
    case note(String)

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
            .optional("note", .object([.required("text", .bytes(1...noteBytesMax))])),
        ])
    )

    /// Reads what `schema` has accepted. Secrets are taken out.
    package init(_ body: JSON) throws {
        guard let wish = try BulkWish.priority(body) ?? BulkWish.assignment(body) ?? BulkWish.note(body) else {
            throw StoredValueUnknown()
        }
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

    /// As `init` reads it.
    package var json: JSON {
        switch self {
        case .setPriority(let priority, let reason):
            ["priority": ["priority": .string(priority.name), "reason": .string(reason)]]
        case .assign(let person): ["assignment": ["person_id": person.json]]
        case .note(let text): ["note": ["text": .string(text)]]
        }
    }

    /// A note stays: what colleagues have read is not taken out of the log.
    package var isUndoable: Bool {
        switch self {
        case .setPriority, .assign: true
        case .note: false
        }
    }

    /// What it could not do to any case is refused before it begins.
    ///
    /// - Throws: `/assignment/person_id`.
    func check(in tx: TenantTransaction) throws {
        guard case .assign(let person?) = self, try tx.duty.person(person) == nil else { return }
        throw DomainError.field("/assignment/person_id", .unknown)
    }
}
