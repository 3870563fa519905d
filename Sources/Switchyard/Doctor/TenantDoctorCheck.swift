import BusinessTime
import Foundation
import Postgres

/// What the doctor looks at of one client: whether it could go live, and whether it soon could not any more.
package enum TenantDoctorCheck: String, CaseIterable, Sendable {
    case enabled = "tenant"
    case calendar = "tenant_calendar"
    case policy = "tenant_policy"
    case desks = "tenant_desks"
    case managers = "tenant_managers"
    case contacts = "tenant_contacts"
    case sources = "tenant_sources"
    case intake = "tenant_intake"
    case secondFactors = "tenant_second_factors"
    case subscriptions = "tenant_subscriptions"
    case survey = "tenant_survey"
    case keys = "tenant_keys"

    /// Every check, in their order, of a tenant by slug or id; of one that is not active, only that it is not.
    package static func findings(named name: String, _ visit: DoctorVisit) -> [DoctorFinding] {
        do {
            guard let tenant = try visit.inDirectory({ try Tenant.find(name, in: $0) }) else {
                return [TenantDoctor.unknown(name).finding(enabled.rawValue)]
            }
            return try findings(tenant, visit)
        } catch let blind as DoctorBlind {
            return [DoctorWord.warn(blind.found, limit: "-", blind.advice).finding(enabled.rawValue)]
        } catch {
            let word = DoctorWord.fail("cannot be looked at: \(error)", limit: "-", "Mend what the message names.")
            return [word.finding(enabled.rawValue)]
        }
    }

    private static func findings(_ tenant: UUID, _ visit: DoctorVisit) throws -> [DoctorFinding] {
        let state = try TenantDoctor.state(tenant, visit)
        let first = state.word.finding(enabled.rawValue)
        guard state.isActive else { return [first] }
        return [first] + (try allCases.filter { $0 != .enabled }.flatMap { try $0.findings(tenant, visit) })
    }

    private func findings(_ tenant: UUID, _ visit: DoctorVisit) throws -> [DoctorFinding] {
        try visit.inTenant(tenant) { tx in try words(in: tx, visit.limits).map { $0.finding(rawValue) } }
    }

    private func words(in tx: TenantTransaction, _ limits: DoctorLimits) throws -> [DoctorWord] {
        switch self {
        case .enabled: []
        case .calendar: try TenantDoctor.calendars(in: tx, limits)
        case .policy: [try TenantDoctor.policy(in: tx)]
        case .desks: try TenantDoctor.desks(in: tx, limits)
        case .managers: [try TenantDoctor.managers(in: tx)]
        case .contacts: [try TenantDoctor.contacts(in: tx)]
        case .sources: [try TenantDoctor.sources(in: tx)]
        case .intake: [try TenantDoctor.intake(in: tx)]
        case .secondFactors: [try TenantDoctor.secondFactors(in: tx)]
        case .subscriptions: [try TenantDoctor.subscriptions(in: tx)]
        case .survey: [try TenantDoctor.survey(in: tx)]
        case .keys: [try TenantDoctor.keys(in: tx, limits)]
        }
    }
}

extension DoctorVisit {
    func inTenant<Value>(_ tenant: UUID, _ body: (TenantTransaction) throws -> Value) throws -> Value {
        try TenantTransaction.run(
            tenant: tenant,
            request: operatorRequest,
            deployment: deployment(),
            on: connection(.api),
            body
        )
    }

    func inDirectory<Value>(_ body: (DirectoryTransaction) throws -> Value) throws -> Value {
        try DirectoryTransaction.run(
            request: operatorRequest,
            deployment: deployment(),
            on: connection(.api),
            body
        )
    }

    private var operatorRequest: RequestContext {
        RequestContext(actor: Actor(kind: .operatorAdmin), requestID: UUID.v7(at: outside.machineTime()))
    }
}
