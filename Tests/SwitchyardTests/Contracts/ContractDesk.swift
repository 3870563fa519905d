import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// A tenant under contract and a clock that the test moves: first reply in an hour, open round the clock.
struct ContractDesk {
    /// First replies under the policy's target.
    static let firstReply: JSON = ["name": "First reply", "metric": "first_reply", "percent_bp": 8000]

    let clock: TestClock
    let tenant: TenantFixture

    /// - Parameter now: where the clock stands at first.
    init(
        _ now: String = "2026-05-04T10:00:00Z",
        targets: [JSON] = [ContractDesk.firstReply],
        _ change: (inout TenantFixture.Options) -> Void = { _ in }
    ) throws {
        let clock = TestClock(try Instant(iso8601: now))
        self.clock = clock
        tenant = try TenantFixture.make {
            $0.clock = clock
            change(&$0)
        }
        if !targets.isEmpty { try publish(targets) }
    }

    @discardableResult
    func publish(_ targets: [JSON], from month: String? = nil) throws -> ServiceLevelTerms {
        try tenant.transaction(as: tenant.tenantAdmin.actor) {
            try ServiceLevelTerms.publish(["targets": .array(targets), "from_month": month?.json], in: $0)
        }
    }

    func moveTo(_ instant: String) throws { clock.set(try Instant(iso8601: instant)) }

    /// A case opened now; answered after so many seconds, or not at all.
    @discardableResult
    func open(
        answeredAfter seconds: Int64? = nil,
        _ change: (inout CustomerRequest) -> Void = { _ in }
    ) throws -> UUID {
        let opened = clock.now
        let id = try tenant.openTicket(change)
        if let seconds {
            clock.advance(seconds: seconds)
            try reply(id)
            clock.set(opened)
        }
        return id
    }

    @discardableResult
    func reply(_ ticket: UUID) throws -> UUID { try act(ticket) { try $0.reply("We look into it.") } }

    @discardableResult
    func act<Value>(_ ticket: UUID, as actor: Actor? = nil, _ body: (inout CaseFile) throws -> Value) throws -> Value {
        try tenant.transaction(as: actor ?? tenant.agent().actor) { tx in
            var file = try CaseFile.open(ticket, in: tx)
            let value = try body(&file)
            try file.save()
            return value
        }
    }

    /// Brings the facts up to date, as the worker does.
    func rollUp() throws {
        while try !tenant.transaction(as: .worker, { try RollUp.runOnce(in: $0) }).isDone {}
    }

    func report(_ month: String, revision: Int? = nil, rollingUp: Bool = true) throws -> AttainmentReport {
        if rollingUp { try rollUp() }
        let month = try #require(CivilMonth(iso8601: month))
        return try tenant.transaction(as: tenant.tenantAdmin.actor) {
            try AttainmentReport.make(month, revision: revision, in: $0)
        }
    }

    /// The first target of a month.
    func line(_ month: String) throws -> AttainmentReport.Line { try #require(try report(month).lines.first) }
}

extension VerdictCounts {
    init(_ met: Int64, _ missed: Int64) { self.init(met: met, missed: missed) }
}
