import BusinessTime
import Foundation

/// Somebody of the firm who is told of a step, and how they were found.
struct Recipient {
    enum Source: String, CaseIterable, Sendable {
        /// The case is theirs.
        case assignee
        /// On duty by the rota.
        case rota
        /// First of the level's desk, where the rota names nobody who may.
        case desk
        /// First of the case's team, where that is not the level's own desk.
        case team
        case lead
        case role
    }

    let person: DeskPerson
    let source: Source
}

/// Who answers for what, as of one transaction: asked when a step is taken, so that a grant withdrawn or a shift handed over
/// since it was due is respected (`spec/sla.md E5`). What was asked once is remembered for the cases of the same
/// transaction, which has one time.
final class DutyRoster {
    private unowned let tx: TenantTransaction
    private var held: [UUID: [DutyGrant]] = [:]
    private var managers: [DeskPerson]?
    private var teams: [TeamPost: [DeskPerson]] = [:]

    private struct TeamPost: Hashable {
        let team: UUID
        let level: Int
    }

    init(_ tx: TenantTransaction) { self.tx = tx }

    /// On-call rota, else the level's desk, agents before leads.
    func onDuty(_ level: Int) throws -> Recipient? {
        if let post = DutyPost(level: level), let planned = try planned(post) { return planned }
        return try Desk.people(level: level, in: tx).first.map { Recipient(person: $0, source: .desk) }
    }

    func lead(_ level: Int) throws -> Recipient? {
        try Desk.people(level: level, in: tx).first(where: \.isLead).map { Recipient(person: $0, source: .lead) }
    }

    /// Those of any team who are granted the level here, agents before leads.
    func people(of team: UUID, level: Int) throws -> [DeskPerson] {
        let post = TeamPost(team: team, level: level)
        if let known = teams[post] { return known }
        let found = try Desk.people(of: team, level: level, in: tx)
        teams[post] = found
        return found
    }

    /// The supervisor on duty; without one the lead nearest to the level, upwards first.
    func supervisor(near level: Int) throws -> Recipient? {
        if let planned = try planned(.supervisor) { return planned }
        let levels = max(level, 1)...Desk.levelMax
        for level in Array(levels) + (1..<levels.lowerBound).reversed() {
            if let lead = try lead(level) { return lead }
        }
        return nil
    }

    func operationsManager() throws -> Recipient? {
        if let planned = try planned(.operationsManager) { return planned }
        let found = try managers ?? Desk.people(role: .operationsManager, in: tx)
        managers = found
        return found.first.map { Recipient(person: $0, source: .role) }
    }

    /// Nil without a grant here now.
    func person(_ id: UUID) throws -> DeskPerson? { try grants(of: id).first?.person }

    func grants(of person: UUID) throws -> [DutyGrant] {
        if let known = held[person] { return known }
        let found = try DutyGrant.all(of: [person], at: tx.now, in: tx)
        held[person] = found
        return found
    }

    private func planned(_ post: DutyPost) throws -> Recipient? {
        guard let duty = try tx.settings().escalation.rota.primary(post, at: tx.now) else { return nil }
        let grant = try grants(of: duty.personID).first { $0.entitles(to: post) }
        return grant.map { Recipient(person: $0.person, source: .rota) }
    }
}
