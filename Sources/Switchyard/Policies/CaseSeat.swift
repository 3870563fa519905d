import BusinessTime
import Foundation

/// Where a new case begins: its policy, and the level and desk that the policy sends it to (`spec/sla.md P1`, `E6`).
struct CaseSeat {
    let policy: PolicyRef
    let level: Int
    let teamID: UUID?
}

extension TenantSettings {
    /// The policy is matched as at the front desk and says where the case begins; at that level and desk it is matched again,
    /// because conditions may ask for them. The second answer is the case's policy.
    ///
    /// - Parameter route: of the rules, past the policy's first level; never below it.
    func seat(_ facts: TicketFacts, route: CaseRoute? = nil, at now: Instant) -> CaseSeat {
        let version = policies.version(inForceAt: now)
        var attributes = CaseAttributes(
            channel: facts.channel,
            language: facts.language,
            tier: facts.tier,
            category: facts.category,
            priority: facts.priority.name,
            level: SLAPolicy.none.startLevel.rawValue,
            teamID: desks[SLAPolicy.none.startLevel.rawValue]
        )
        let first = policies.policy(policies.match(attributes, version: version)).startLevel.rawValue
        let route = route.flatMap { $0.level >= first ? $0 : nil }
        let level = route?.level ?? first
        let team = route?.teamID ?? desks[level]
        attributes.apply(.place(level: level, teamID: team))
        return CaseSeat(policy: policies.match(attributes, version: version), level: level, teamID: team)
    }
}
