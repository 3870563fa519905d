import BusinessTime
import Foundation
import Postgres

/// One item of a document, by the same verb that its own route calls.
enum SetupWriting {
    static func write(_ change: SetupChange, in tx: TenantTransaction) throws -> SetupSecret? {
        let item = change.item
        switch item.section {
        case .tenant: try setTrait(item, in: tx)
        case .desks: try setDesk(item, in: tx)
        case .people: try SetupPerson.apply(item, in: tx)
        case .contacts:
            guard let purpose = ClientContact.Purpose(rawValue: item.name) else { throw StoredValueUnknown() }
            try ClientContact.set(purpose, item.wish, in: tx)
        case .endpoints: return try setEndpoint(change, in: tx)
        case .calendars: try publish(.calendar, item, line: item.name, in: tx)
        case .policy: try publish(.policy, item, in: tx)
        case .rules: try publish(.rules, item, in: tx)
        case .survey: try publish(.survey, item, in: tx)
        case .branding: try publish(.branding, item, in: tx)
        case .serviceLevels: _ = try ServiceLevelTerms.publish(item.wish, in: tx)
        case .rota: _ = try RotaDraft(item.wish, in: tx).publish(in: tx)
        case .sources: return try setSource(change, in: tx)
        case .subscriptions: return try SetupSubscription.apply(change, in: tx)
        case .keys: return try issueKey(change, in: tx)
        }
        return nil
    }

    private static func publish(
        _ kind: SettingKind,
        _ item: SetupItem,
        line: String = TenantCalendar.nameDefault,
        in tx: TenantTransaction
    ) throws {
        let (document, terms) = try PublishTerms.split(item.wish, kind, line: line)
        _ = try PublishSetting.publish(kind, document, terms, in: tx)
    }

    private static func setTrait(_ item: SetupItem, in tx: TenantTransaction) throws {
        guard let trait = Tenant.Trait(rawValue: item.name), case .string(let text) = item.wish else {
            throw StoredValueUnknown()
        }
        try Tenant.change(trait, to: text, in: tx)
    }

    private static func setDesk(_ item: SetupItem, in tx: TenantTransaction) throws {
        guard let level = Level(name: item.name), case .string(let name) = item.wish else {
            throw StoredValueUnknown()
        }
        guard let team = try TeamRecord.all(named: [name], in: tx.directory()).first else {
            throw DomainError.field("", .unknown)
        }
        try Team.setDesk(level: level.rawValue, team: team.id, in: tx)
    }

    private static func setEndpoint(_ change: SetupChange, in tx: TenantTransaction) throws -> SetupSecret {
        guard let purpose = Endpoint.Purpose(rawValue: change.item.name) else { throw StoredValueUnknown() }
        let secret = try Endpoint.set(purpose, url: change.item.wish.string("url"), in: tx)
        return SetupSecret(
            pointer: change.item.pointer,
            item: change.title,
            id: nil,
            path: nil,
            secret: secret.text
        )
    }

    /// A new one has a secret to show; one that is there keeps its own.
    private static func setSource(_ change: SetupChange, in tx: TenantTransaction) throws -> SetupSecret? {
        let name = try change.item.wish.string("name")
        let minutes = try change.item.wish.optionalInteger("silent_after_minutes")
        if change.outcome == .change {
            let id = try Source.named(name, in: tx)
            _ = try Source.change(id, name: name, silentAfterMinutes: minutes, ifRevision: nil, in: tx)
            return nil
        }
        let source = try Source.add(
            name: name,
            silentAfterMinutes: minutes,
            tenant: tx.tenantID,
            in: tx.directory()
        )
        return SetupSecret(
            pointer: change.item.pointer,
            item: change.title,
            id: source.id,
            path: Source.path(source.address),
            secret: source.secret.text
        )
    }

    private static func issueKey(_ change: SetupChange, in tx: TenantTransaction) throws -> SetupSecret {
        let wish = change.item.wish
        guard let kind = Actor.Kind(rawValue: try wish.string("kind")) else { throw StoredValueUnknown() }
        let draft = KeyDraft(
            kind: kind,
            name: try wish.string("name"),
            tenantID: tx.tenantID,
            personID: nil,
            scopes: (try wish.optionalStrings("scopes") ?? []).compactMap(Permission.init(rawValue:)),
            expiresAt: try wish.optionalInstant("expires_at")
        )
        try draft.refuseMore(than: tx.request.actor)
        let issued = try draft.issue(in: tx.directory())
        return SetupSecret(
            pointer: change.item.pointer,
            item: change.title,
            id: issued.id,
            path: nil,
            secret: issued.key.revealed
        )
    }
}
