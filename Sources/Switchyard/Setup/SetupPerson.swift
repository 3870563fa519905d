import BusinessTime

/// Somebody's role at a tenant, as a set-up has it. The language is that of the invitation and is not compared.
enum SetupPerson {
    static let schema: Schema = .named(
        "SetupPerson",
        .object([
            .required("name", .text(1...200)), .required("email", .format(.email)),
            .required("role", .oneOf(Role.self)),
            .optional("language", .format(.language), "Of the mail that invites them; default the tenant's."),
            .optional("level", .oneOf(["L1", "L2", "L3", "L4"]), "Of the firm's people who work on cases."),
            .optional("skills", .list(of: .text(1...60), max: AccessGrant.wordsMax)),
            .optional("languages", .list(of: .format(.language), max: AccessGrant.wordsMax)),
            .optional("clearances", .list(of: .text(1...60), max: AccessGrant.wordsMax)),
            .optional("valid_until", .format(.instant)),
        ])
    )

    static func role(_ value: JSON) -> Role? { (try? value.string("role")).flatMap(Role.init(rawValue:)) }

    static func item(_ record: StaffRecord) -> SetupItem {
        let grant = record.grant
        return item(
            record.profile,
            grant.role,
            level: grant.level.flatMap(Level.init(rawValue:))?.name,
            grant.suits,
            until: grant.until
        )
    }

    /// - Throws: `/valid_until` where that is over: nothing would come of it.
    static func item(_ wish: JSON, in tx: TenantTransaction) throws -> SetupItem {
        guard let role = role(wish) else { throw DomainError.field("/role", .notInList) }
        let until = try wish.optionalInstant("valid_until")
        guard try until ?? .distantFuture > tx.now else { throw DomainError.field("/valid_until", .outOfRange) }
        if role.isOfClient {
            for name in ["level", "skills", "languages", "clearances"] where wish[name] != nil {
                throw DomainError.field("/\(name)", .unknownField)
            }
        }
        return item(
            PersonProfile(name: try wish.string("name"), email: try wish.string("email")),
            role,
            level: try wish.optionalString("level"),
            try AccessGrant.Suitability(wish),
            until: until
        )
    }

    private static func item(
        _ profile: PersonProfile,
        _ role: Role,
        level: String?,
        _ suits: AccessGrant.Suitability,
        until: Instant?
    ) -> SetupItem {
        let email = profile.email.lowercased()
        let value: JSON = [
            "email": .string(email), "name": .string(profile.name), "role": .string(role.rawValue),
            "level": level?.json,
            "skills": words(suits.skills), "languages": words(suits.languages), "clearances": words(suits.clearances),
            "valid_until": until.map { .string($0.iso8601) },
        ]
        return SetupItem(.people, "\(email) \(role.rawValue)", value)
    }

    private static func words(_ words: [String]) -> JSON? { words.isEmpty ? nil : words.json }

    /// A client's own person is invited; the firm's people are taken in as their table is.
    static func apply(_ item: SetupItem, in tx: TenantTransaction) throws {
        let wish = item.wish
        guard let role = role(wish) else { throw DomainError.field("/role", .notInList) }
        if role.isOfClient {
            let draft = Staff.Draft(
                profile: PersonProfile(name: try wish.string("name"), email: try wish.string("email")),
                language: try wish.optionalString("language"),
                role: role,
                until: try wish.optionalInstant("valid_until")
            )
            _ = try Staff.invite(draft, in: tx)
            return
        }
        guard case .object(var row) = wish else { return }
        row["tenant"] = .string(try tx.settings().slug)
        do {
            _ = try PeopleFile(row: .object(row)).apply(in: tx.directory())
        } catch let error as DomainError {
            throw error.outOf("/0")
        }
    }
}

extension DomainError {
    /// For a form that is a part of the one that was refused.
    fileprivate func outOf(_ pointer: String) -> DomainError {
        DomainError(
            code,
            reason,
            fields: fields.map { field in
                guard field.pointer.hasPrefix(pointer) else { return field }
                return FieldError(String(field.pointer.dropFirst(pointer.count)), field.code, field.parameters)
            }
        )
    }
}
