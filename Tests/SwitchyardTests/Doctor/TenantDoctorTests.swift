import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// The same for one client.
@Suite(.needsDatabase) struct TenantDoctorTests {
    /// A client that could go live.
    private func patient() throws -> DoctorPatient {
        let patient = try DoctorPatient()
        let tenant = patient.tenant
        _ = try tenant.person(.operationsManager)
        try tenant.transaction(as: tenant.tenantAdmin.actor) { tx in
            for purpose in ClientContact.Purpose.allCases {
                try ClientContact.set(purpose, ["name": "Guard", "email": "guard@exchange.example"], in: tx)
            }
            let wish = SubscriptionWish(url: "https://exchange.example/hook", types: [WebhookEvent.choices[0]])
            _ = try Subscription.add(wish, in: tx)
        }
        _ = try tenant.directory { try Source.add(name: "exchange", tenant: tenant.tenantID, in: $0) }
        _ = try tenant.receive(CustomerRequest(), key: IdempotencyKey(key: "first", request: Array("first".utf8)))
        return patient
    }

    @Test func aClientThatIsReadyIsFoundReady() throws {
        let patient = try patient()
        let findings = patient.visit { TenantDoctorCheck.findings(named: patient.tenant.slug, $0) }
        #expect(Set(findings.map(\.check)) == Set(TenantDoctorCheck.allCases.map(\.rawValue)))
        #expect(findings.allSatisfy { $0.outcome == .ok }, "\(findings.map(\.line))")
        #expect(findings.filter { $0.check == TenantDoctorCheck.desks.rawValue }.count == 4)
    }

    @Test(arguments: TenantDoctorCheck.allCases) func whatIsMissingIsFound(check: TenantDoctorCheck) throws {
        let patient = try patient()
        #expect(patient.outcome(check) == .ok)
        let expected = try harm(check, patient)
        #expect(patient.outcome(check) == expected)
    }

    private func harm(_ check: TenantDoctorCheck, _ patient: DoctorPatient) throws -> DoctorFinding.Outcome {
        let tenant = patient.tenant.tenantID
        switch check {
        case .enabled:
            try patient.asAdmin("UPDATE directory.tenant SET status = 'suspended' WHERE id = \(tenant)")
            return .fail
        case .calendar:
            try patient.asAdmin("DELETE FROM switchyard.clock_sweep")
            try patient.asAdmin("DELETE FROM switchyard.setting_version WHERE kind = 'calendar'")
            return .warn
        case .policy:
            try patient.asAdmin("DELETE FROM switchyard.setting_version WHERE kind = 'policy'")
            return .fail
        case .desks:
            try patient.asAdmin(
                "UPDATE directory.access_grant SET valid_until = now() WHERE level = 3 AND tenant_id = \(tenant)"
            )
            return .fail
        case .managers:
            try patient.asAdmin(
                "UPDATE directory.access_grant SET valid_until = now() WHERE role = 'operations_manager'"
            )
            return .warn
        case .contacts:
            try act(patient) { try ClientContact.end(.security, in: $0) }
            return .warn
        case .sources:
            try patient.asAdmin("DELETE FROM directory.source_secret")
            return .fail
        case .intake:
            try patient.asAdmin("UPDATE directory.source SET status = 'disabled'")
            try patient.asAdmin("UPDATE directory.api_key SET revoked_at = now() WHERE kind = 'intake'")
            return .fail
        case .secondFactors:
            try act(patient) { try SecondFactorDemand.setForTenant([.agent], in: $0) }
            return .warn
        case .subscriptions:
            try patient.asAdmin("UPDATE switchyard.subscription SET state = 'disabled', reason = 'gone'")
            return .fail
        case .survey:
            try patient.asAdmin("DELETE FROM switchyard.setting_version WHERE kind = 'survey'")
            return .warn
        case .keys:
            try patient.asAdmin(
                "UPDATE directory.api_key SET expires_at = now() + interval '13 days' WHERE kind = 'intake'"
            )
            return .warn
        }
    }

    private func act(_ patient: DoctorPatient, _ body: (TenantTransaction) throws -> Void) throws {
        try patient.tenant.transaction(as: patient.tenant.tenantAdmin.actor, body)
    }

    @Test func aTenantThatIsNotThereIsTold() throws {
        let patient = try DoctorPatient()
        for name in ["nobody", UUID().uuidString] {
            let found = patient.visit { TenantDoctorCheck.findings(named: name, $0) }
            #expect(found.map(\.outcome) == [.fail])
        }
    }

    @Test func grantsThatEndSoonAndSubscriptionsSwitchedOffByHandAreWarnings() throws {
        let patient = try patient()
        try patient.asAdmin(
            "UPDATE directory.access_grant SET valid_until = now() + interval '13 days' WHERE level = 2"
        )
        try patient.asAdmin("UPDATE switchyard.subscription SET state = 'disabled', reason = 'by_hand'")
        #expect(patient.outcome(.desks) == .warn)
        #expect(patient.outcome(.subscriptions) == .warn)
    }

    /// Monday 2026-03-02.
    private static let now = Instant(microseconds: 1_772_445_600_000_000)

    @Test(arguments: [
        ("2026-03-01", DoctorFinding.Outcome.warn), ("2026-04-30", .warn), ("2026-05-01", .ok), ("2027-01-01", .ok),
    ])
    func holidaysThatRunOutAreTold(last: String, outcome: DoctorFinding.Outcome) throws {
        let document = try SettingDraft.calendar(
            ["tz": "Europe/Riga", "weekly": ["mon": [["09:00", "18:00"]]], "holidays": ["2026-01-01", .string(last)]]
        )
        let word = try TenantDoctor.calendar(document, "default", at: TenantDoctorTests.now, DoctorLimits(), "")
        #expect(word.outcome == outcome)
    }

    @Test func aCalendarThatNeverOpensIsTold() throws {
        let document = try SettingDraft.calendar(["tz": "Europe/Riga", "weekly": [:]])
        let word = try TenantDoctor.calendar(document, "default", at: TenantDoctorTests.now, DoctorLimits(), "")
        #expect(word.outcome == .fail)
    }
}
