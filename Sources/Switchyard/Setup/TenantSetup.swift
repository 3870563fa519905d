import BusinessTime
import Crypto
import Foundation
import Postgres

/// A tenant's set-up as it stands, as far as the caller may see it.
package struct TenantSetup: Sendable {
    /// Sources, or keys, of one document.
    static let listMax = 200
    static let calendarsMax = 50
    private static let tagBytes = 16

    /// In the order of application, those of a section by name.
    let items: [SetupItem]
    /// What of each section says that a thing is meant which a publication would doubt.
    private let confirmed: Set<String>

    package static func load(in tx: TenantTransaction) throws -> TenantSetup {
        let permissions = try tx.callersPermissions()
        var items: [SetupItem] = []
        var confirmed: Set<String> = []
        for section in SetupSection.allCases {
            if let needed = section.readableWith, !permissions.contains(needed) { continue }
            let found = try SetupReading.items(section, permissions, in: tx)
            items += found.sorted { $0.name < $1.name }
        }
        for item in items where try SetupReading.isDoubtful(item, in: tx) {
            confirmed.insert("\(item.section.rawValue) \(item.name)")
        }
        return TenantSetup(items: items, confirmed: confirmed)
    }

    /// The document that makes another tenant the same. No secret is in it.
    package var document: JSON {
        var document: JSONObject = [:]
        for section in SetupSection.allCases {
            let own = items.filter { $0.section == section }
            guard !own.isEmpty else { continue }
            switch section.form {
            case .whole: document[section.rawValue] = exported(own[0])
            case .byName: document[section.rawValue] = .object(JSONObject(own.map { ($0.name, exported($0)) }))
            case .list: document[section.rawValue] = .array(own.map(exported))
            }
        }
        return .object(document)
    }

    /// Another one when anything of the set-up is another.
    package var tag: String {
        let digest = SHA256.hash(data: document.canonicalBytes)
        return digest.prefix(TenantSetup.tagBytes).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined()
    }

    private func exported(_ item: SetupItem) -> JSON {
        guard confirmed.contains("\(item.section.rawValue) \(item.name)"), case .object(var members) = item.value else {
            return item.value
        }
        members[item.section == .rota ? "confirm_gaps" : PublishTerms.confirmNeverOpen] = true
        return .object(members)
    }
}
