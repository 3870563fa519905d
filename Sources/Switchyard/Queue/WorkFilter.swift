package import Foundation
import Postgres

/// Which open cases somebody asks for.
package struct WorkFilter: Sendable {
    package enum Holder: Sendable, Hashable {
        case anybody
        case nobody
        case person(UUID)
    }

    /// By id or slug; a name that is none of the caller's tenants matches nothing.
    package var tenants: [String] = []
    package var statuses: [TicketStatus] = []
    package var levels: [Int] = []
    package var channels: [TicketChannel] = []
    package var languages: [String] = []
    package var categories: [TicketCategory] = []
    package var team: UUID?
    package var holder = Holder.anybody
    /// Only what the caller's own grants suit: level, languages and skills.
    package var isSuiting = false
    /// Only what nobody could take: `UnservedCases`.
    package var isUnserved = false

    package init() {}

    func asks(_ client: JointDesk.Client) -> Bool {
        tenants.isEmpty || tenants.contains { $0 == client.slug || UUID(uuidString: $0) == client.id }
    }

    /// On `switchyard.ticket k`; begins with the tenant and with what makes a case open.
    func condition(_ desk: JointDesk) -> SQL {
        var condition: SQL = "k.tenant_id = \(desk.tenant.id) AND k.resolved_at IS NULL"
        if !statuses.isEmpty { condition = "\(condition) AND k.status = ANY (\(statuses.map(\.rawValue)))" }
        if !levels.isEmpty { condition = "\(condition) AND k.level = ANY (\(levels.map { Int16(clamping: $0) }))" }
        if !channels.isEmpty { condition = "\(condition) AND k.channel = ANY (\(channels.map(\.rawValue)))" }
        if !categories.isEmpty { condition = "\(condition) AND k.category = ANY (\(categories.map(\.rawValue)))" }
        if !languages.isEmpty { condition = "\(condition) AND \(WorkFilter.speaks("\(languages)"))" }
        if let team { condition = "\(condition) AND k.team_id = \(team)" }
        if isUnserved { condition = "\(condition) AND k.unserved_since IS NOT NULL" }
        switch holder {
        case .anybody: break
        case .nobody: condition = "\(condition) AND k.assignee_id IS NULL"
        case .person(let person): condition = "\(condition) AND k.assignee_id = \(person)"
        }
        return isSuiting ? "\(condition) AND (\(desk.suiting))" : condition
    }

    /// A case in `pt-BR` is understood by whoever speaks `pt`. `languages` is an array of them.
    static func speaks(_ languages: SQL) -> SQL {
        "(k.language = ANY (\(languages)) OR split_part(k.language, '-', 1) = ANY (\(languages)))"
    }
}
