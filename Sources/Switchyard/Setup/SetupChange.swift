/// What becomes of one item when a document is applied.
package struct SetupChange: Sendable {
    package enum Outcome: String, CaseIterable, Sendable {
        case add
        case change
        case unchanged
        /// The document says nothing of it; it stays.
        case onlyOnServer = "only_on_server"
        /// It differs, or may differ, and is not the caller's to set.
        case notPermitted = "not_permitted"

        package var isWritten: Bool { self == .add || self == .change }
    }

    let item: SetupItem
    package let outcome: Outcome
    /// As it is on the server, where the document wants it otherwise.
    let before: JSON?

    /// `section/name`, as a person reads it.
    package var title: String {
        let name = item.section == .keys ? (try? item.value.string("name")) ?? "" : item.name
        return name.isEmpty ? item.section.rawValue : "\(item.section.rawValue)/\(name)"
    }

    package var json: JSON {
        [
            "section": .string(item.section.rawValue), "item": .string(title), "outcome": .string(outcome.rawValue),
            "pointer": outcome == .onlyOnServer ? nil : .string(item.pointer),
            "from": before ?? (outcome == .onlyOnServer ? item.value : nil),
            "to": outcome.isWritten ? item.value : nil,
            "needs": outcome == .notPermitted ? (item.needs?.rawValue).json : nil,
        ]
    }

    /// The document against the server: its own items in the order of application, then what is on the server alone.
    static func all(_ wanted: [SetupItem], on server: TenantSetup, _ permissions: Set<Permission>) -> [SetupChange] {
        var rest = Dictionary(uniqueKeysWithValues: server.items.map { (Place($0), $0) })
        let told = wanted.map { item -> SetupChange in
            let known = rest.removeValue(forKey: Place(item))
            if known?.canonical == item.canonical { return SetupChange(item: item, outcome: .unchanged, before: nil) }
            guard item.needs.map(permissions.contains) ?? true else {
                return SetupChange(item: item, outcome: .notPermitted, before: known?.value)
            }
            return SetupChange(item: item, outcome: known == nil ? .add : .change, before: known?.value)
        }
        let others = server.items.filter { rest[Place($0)] != nil }
        return told + others.map { SetupChange(item: $0, outcome: .onlyOnServer, before: nil) }
    }

    private struct Place: Hashable {
        let section: SetupSection
        let name: String

        init(_ item: SetupItem) {
            section = item.section
            name = item.name
        }
    }
}
