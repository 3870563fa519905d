import Foundation

extension CaseFile.HandoverProposal {
    package static let schema: Schema = .named(
        "HandoverProposal",
        .object([
            .required("level", .oneOf(Level.allCases.filter { $0 > .l0 }.map(\.name)), "Levels may be skipped."),
            .required("note", .bytes(1...Handover.noteBytesMax), "What is known, and what is wanted."),
            .optional(
                "team_id",
                .format(.uuid),
                "Default: the level's own desk, or the case's team where the level stays."
            ),
            .optional("person_id", .format(.uuid), "Default: whoever serves the level."),
            .optional("open_seconds", .integer(Handover.openSeconds), "After that it expires; default 1800."),
        ])
    )

    /// Reads what `schema` has accepted.
    package init(_ body: JSON) throws {
        guard let level = Level(name: try body.string("level")) else { throw DomainError.field("/level", .notInList) }
        self.init(
            level: level.rawValue,
            teamID: try body.optionalUUID("team_id"),
            personID: try body.optionalUUID("person_id"),
            note: try body.string("note"),
            openSeconds: try body.optionalInteger("open_seconds")
        )
    }

    /// As `init` reads it.
    var json: JSON {
        [
            "level": .string("L\(level)"), "note": .string(note), "team_id": teamID.map(\.json),
            "person_id": personID.map(\.json), "open_seconds": openSeconds.map(\.json),
        ]
    }

    /// What it could not do to any case.
    ///
    /// - Throws: `/team_id`, `/person_id`.
    func check(in tx: TenantTransaction) throws {
        if let teamID, try tx.duty.people(of: teamID, level: level).isEmpty {
            throw DomainError.field("/team_id", .notEntitled)
        }
        if let personID, try tx.duty.grants(of: personID).isEmpty { throw DomainError.field("/person_id", .unknown) }
    }
}
