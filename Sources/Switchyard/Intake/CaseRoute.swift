package import Foundation

/// A direct way past the levels between, and whom at the client it tells: suspected theft goes to the fraud team and to the
/// exchange's own security at once (`spec/sla.md E6`). Part of a triage rule, so it is published with the rules.
package struct CaseRoute: Sendable, Hashable {
    package let level: Int
    /// Nil for the level's own desk.
    package let teamID: UUID?
    /// Contacts of the client who get a summary without a customer's word in it.
    package internal(set) var contacts: [ClientContact.Purpose]

    init(_ json: JSON) throws {
        guard let level = Level(name: try json.string("level")) else { throw StoredValueUnknown() }
        self.level = level.rawValue
        teamID = try json.optionalUUID("team_id")
        contacts = (try json.optionalStrings("tell") ?? []).compactMap(ClientContact.Purpose.init(rawValue:))
    }

    static let schema: Schema = .object([
        .required("level", .oneOf(Level.allCases.filter { $0 > .l0 }.map(\.name)), "Levels between are skipped."),
        .optional("team_id", .format(.uuid), "A team that serves the level; default the level's own desk."),
        .optional(
            "tell",
            .list(of: .oneOf(ClientContact.Purpose.self), max: ClientContact.Purpose.allCases.count),
            "Contacts at the client who are told at once, without the customer's words."
        ),
    ])

    /// What it names and is not there: nobody would be where it leads.
    func problems(at pointer: String, in tx: TenantTransaction) throws -> [FieldError] {
        let settings = try tx.settings()
        var problems: [FieldError] = []
        if let teamID {
            if try tx.duty.people(of: teamID, level: level).isEmpty {
                problems.append(FieldError(pointer + "/team_id", .unknown))
            }
        } else if settings.desks[level] == nil {
            problems.append(FieldError(pointer + "/level", .unknown))
        }
        for (place, contact) in contacts.enumerated() where settings.escalation.contacts[contact] == nil {
            problems.append(FieldError("\(pointer)/tell/\(place)", .unknown))
        }
        return problems
    }
}
