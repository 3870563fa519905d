import BusinessTime

extension TenantSetup {
    /// The whole of a tenant's set-up. What is left out is left as it is.
    package static let schema: Schema = .named(
        "TenantSetup",
        .object([
            .optional(
                SetupSection.tenant.rawValue,
                .object([
                    .optional("name", .text(1...200)),
                    .optional("zone", .format(.zone), "Of its reports' days; stays what it is from the first case on."),
                    .optional("language", .format(.language)),
                    .optional(
                        Tenant.sandboxMember,
                        .boolean,
                        "Whether nothing of it leaves. Fixed: a document that says otherwise is refused."
                    ),
                ])
            ),
            .optional(
                SetupSection.desks.rawValue,
                .object((1...Desk.levelMax).map { .optional("L\($0)", .text(1...100)) }),
                "Which of the firm's teams, by name, takes a level's cases. The firm's to set."
            ),
            .optional(SetupSection.people.rawValue, .list(of: SetupPerson.schema, max: StaffRecord.countMax)),
            .optional(
                SetupSection.contacts.rawValue,
                .object(ClientContact.Purpose.allCases.map { .optional($0.rawValue, ClientContact.schema) })
            ),
            .optional(
                SetupSection.endpoints.rawValue,
                .object(Endpoint.Purpose.allCases.map { .optional($0.rawValue, Endpoint.schema) })
            ),
            .optional(
                SetupSection.calendars.rawValue,
                .map(of: TenantCalendar.publishedSchema, entriesMax: calendarsMax, key: StringRule(format: .name)),
                "By name; `default` counts where none is named."
            ),
            .optional(SetupSection.policy.rawValue, PolicyBook.schema),
            .optional(SetupSection.rules.rawValue, TriageRules.schema),
            .optional(SetupSection.survey.rawValue, SurveyPolicy.schema),
            .optional(SetupSection.branding.rawValue, Branding.schema),
            .optional(SetupSection.serviceLevels.rawValue, ServiceLevelTerms.schema),
            .optional(SetupSection.rota.rawValue, Rota.schema, "Who is on duty. The firm's to plan."),
            .optional(
                SetupSection.sources.rawValue,
                .list(of: Source.schema, max: listMax),
                "Signed inbound addresses, by name."
            ),
            .optional(
                SetupSection.subscriptions.rawValue,
                .list(of: SetupSubscription.schema, max: Subscription.countMax),
                "Webhooks out, by URL."
            ),
            .optional(SetupSection.keys.rawValue, .list(of: KeyDraft.tenantSchema, max: listMax)),
        ])
    )

    /// Reads a document that the schema has accepted, in the order of its application.
    ///
    /// - Throws: everything that is wrong with it before anything is asked of the product.
    static func items(_ document: JSON, in tx: TenantTransaction) throws -> [SetupItem] {
        var faults: [FieldError] = []
        var items: [SetupItem] = []
        for section in SetupSection.allCases {
            var (names, places): (Set<String>, Set<String>) = ([], [])
            for (pointer, name, wish) in try wishes(section, document) {
                do throws(SetupFault) {
                    let read = try SetupFault.under(pointer) { () throws -> SetupItem? in
                        if section == .tenant, name == Tenant.sandboxMember { return try sandbox(wish, in: tx) }
                        if section == .subscriptions { return try SetupSubscription.item(wish, besides: &places) }
                        return try self.item(section, name, wish, of: document, in: tx)
                    }
                    guard var item = read else { continue }
                    item.pointer = pointer
                    item.wish = wish
                    guard names.insert(item.name).inserted else {
                        faults.append(FieldError(pointer, .taken))
                        continue
                    }
                    items.append(item)
                } catch {
                    faults += try error.fields()
                }
            }
        }
        guard faults.isEmpty else { throw DomainError(.invalid, "validation_failed", fields: SetupFault.told(faults)) }
        return items
    }

    private static func wishes(
        _ section: SetupSection,
        _ document: JSON
    ) throws -> [(pointer: String, name: String, wish: JSON)] {
        guard let part = document[section.rawValue] else { return [] }
        let pointer = "/\(section.rawValue)"
        switch section.form {
        case .whole: return [(pointer, "", part)]
        case .byName:
            guard case .object(let members) = part else { return [] }
            return members.members.map { ("\(pointer)/\(JSONPointer.escaped($0.key))", $0.key, $0.value) }
        case .list:
            let items = try document.array(section.rawValue).enumerated().map { ("\(pointer)/\($0)", "", $1) }
            return section == .subscriptions ? try SetupSubscription.ordered(items) { $0.2 } : items
        }
    }

    private static func item(
        _ section: SetupSection,
        _ name: String,
        _ wish: JSON,
        of document: JSON,
        in tx: TenantTransaction
    ) throws -> SetupItem {
        switch section {
        case .tenant, .desks, .endpoints: return SetupItem(section, name, wish)
        case .contacts:
            let language = try document["tenant"]?.optionalString("language") ?? tx.settings().language
            return SetupItem(section, name, contact(wish, language: language))
        case .people: return try SetupPerson.item(wish, in: tx)
        case .calendars:
            return SetupItem(section, name, try PublishTerms.split(wish, .calendar, line: name).document)
        case .policy: return SetupItem(section, name, try PublishTerms.split(wish, .policy).document)
        case .rules, .survey, .branding: return SetupItem(section, name, wish)
        case .serviceLevels:
            let targets = try wish.array("targets").map(ServiceLevelTarget.init(_:))
            return SetupItem(
                section,
                name,
                serviceLevels(targets, try wish.optionalObject("credit").map(CreditTerms.init))
            )
        case .rota: return SetupItem(section, name, ["tz": wish["tz"], "posts": wish["posts"]])
        case .sources:
            let minutes = try wish.optionalInteger("silent_after_minutes")
            return source(name: try wish.string("name"), silentAfterMinutes: minutes)
        case .subscriptions:
            var places: Set<String> = []
            return try SetupSubscription.item(wish, besides: &places)
        case .keys:
            let expiresAt = try wish.optionalInstant("expires_at")
            guard try expiresAt ?? .distantFuture > tx.now else { throw DomainError.field("/expires_at", .outOfRange) }
            return key(
                kind: try wish.string("kind"),
                name: try wish.string("name"),
                scopes: try wish.optionalStrings("scopes") ?? [],
                expiresAt: expiresAt
            )
        }
    }

    /// Nil where it is none and nothing else is said: only a sandbox tells what it is, so that the set-up of a live client can be
    /// tried in one.
    ///
    /// - Throws: `fixed` for the other one.
    private static func sandbox(_ wish: JSON, in tx: TenantTransaction) throws -> SetupItem? {
        let isSandbox = try Tenant.isSandbox(in: tx)
        guard wish == .bool(isSandbox) else { throw DomainError.field("", .fixed) }
        return isSandbox ? SetupItem(.tenant, Tenant.sandboxMember, wish) : nil
    }

    /// Its language is that of the tenant, where none is named.
    private static func contact(_ wish: JSON, language: String) -> JSON {
        ["name": wish["name"], "email": wish["email"], "language": wish["language"] ?? .string(language)]
    }

    static func serviceLevels(_ targets: [ServiceLevelTarget], _ credit: CreditTerms?) -> JSON {
        ["targets": targets.json, "credit": credit?.json]
    }

    static func source(name: String, silentAfterMinutes: Int64?) -> SetupItem {
        SetupItem(.sources, name, ["name": .string(name), "silent_after_minutes": silentAfterMinutes.map(\.json)])
    }

    /// Two keys are the same where everything of them is.
    static func key(kind: String, name: String, scopes: [String], expiresAt: Instant?) -> SetupItem {
        let scopes = Set(scopes).sorted()
        let value: JSON = [
            "kind": .string(kind), "name": .string(name), "scopes": scopes.isEmpty ? nil : scopes.json,
            "expires_at": expiresAt.map { .string($0.iso8601) },
        ]
        return SetupItem(.keys, value.serialized(), value)
    }
}
