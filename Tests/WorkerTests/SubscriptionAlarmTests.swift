import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardWorker
import TestSupport
import Testing

/// A subscription that is sent nothing more is told to people: nobody who waits for events notices that none comes.
@Suite(.needsDatabase) struct SubscriptionAlarmTests {
    let fixture: WorkerFixture
    let tenant: TenantFixture
    let administrator: String

    init() throws {
        fixture = try WorkerFixture()
        tenant = try fixture.queue.tenant {
            $0.name = "Nova"
            $0.hasDesks = false
        }
        let person = try #require(try tenant.person(.tenantAdmin).actor.personID)
        administrator = try tenant.directory { try PersonRecord.find(person, in: $0).profile.email }
    }

    private func act<Value>(_ body: (TenantTransaction) throws -> Value) throws -> Value {
        try tenant.transaction(as: tenant.tenantAdmin.actor, body)
    }

    private func subscribe() throws -> Subscription {
        let wish = SubscriptionWish(url: "https://nova.example/hook?token=abc", types: [.ticketOpened])
        return try act { try Subscription.add(wish, in: $0) }
    }

    private func change(_ subscription: Subscription, isEnabled: Bool) throws {
        let (id, wish) = (subscription.id, subscription.wish)
        _ = try act { try Subscription.change(id, to: wish, isEnabled: isEnabled, ifRevision: nil, in: $0) }
    }

    private func alarms(_ state: Alarm.State) throws -> [Alarm] {
        try act { try Alarm.page(state: state, before: nil, limit: 100, in: $0) }
    }

    /// Every attempt that there will be of an event, each when it is due; answers the mails.
    private func deliver(_ answer: SendOutcome, attempts: Int = 1) throws -> [MailMessage] {
        _ = try tenant.openTicket()
        let carrier = RecordingCarrier(answer)
        for _ in 0..<attempts {
            _ = try fixture.queue.queue()
            try fixture.runDry(fixture.jobLane(carrier))
            fixture.clock.advance(seconds: 86_400)
        }
        return carrier.mails
    }

    private static let gone = SendOutcome.rejected(code: "gone")

    @Test func aReceiverThatIsGoneIsToldOfOnce() throws {
        let subscription = try subscribe()
        let mails = try deliver(Self.gone)
        #expect(mails.map(\.toAddress) == [administrator])
        let mail = try #require(mails.first)
        #expect(mail.subject.hasPrefix("Nova: nova.example is sent no events any more since 2026-03-02"))
        #expect(mail.text.contains("answered 410") && mail.text.contains(subscription.id.text))
        // Of the URL the host is enough.
        #expect(!mail.text.contains("token") && !mail.text.contains("for days") && !mail.text.contains("{"))
        let alarm = try #require(alarms(.open).first)
        #expect(alarm.kind == .subscriptionOff && alarm.subject == subscription.id.text && alarm.endedAt == nil)
        #expect(try deliver(Self.gone).isEmpty)
        #expect(try alarms(.open).map(\.id) == [alarm.id])
    }

    @Test func oneThatFailsForDaysIsToldOfWhenItIsGivenUp() throws {
        _ = try subscribe()
        let failing = SendOutcome.retry(code: "http_500", afterSeconds: nil)
        let mails = try deliver(failing, attempts: JobKind.deliverEvent.attemptsMax + 1)
        let mail = try #require(mails.first)
        #expect(mail.text.contains("tried for days") && !mail.text.contains("answered 410"))
        #expect(try alarms(.open).map(\.kind) == [.subscriptionOff])
    }

    @Test func itIsOverWhenTheSubscriptionIsOnAgainAndMayBeRaisedAnew() throws {
        let subscription = try subscribe()
        _ = try deliver(Self.gone)
        // Changed and left off, it still gets nothing.
        try change(subscription, isEnabled: false)
        #expect(try alarms(.open).count == 1)
        let ended = fixture.clock.now
        try change(subscription, isEnabled: true)
        #expect(try alarms(.open).isEmpty)
        #expect(try alarms(.ended).map(\.endedAt) == [ended])
        #expect(try deliver(Self.gone).count == 1)
        #expect(try (alarms(.open).count, alarms(.ended).count) == (1, 1))
    }

    @Test func itIsOverWhenTheSubscriptionIsRemoved() throws {
        let subscription = try subscribe()
        _ = try deliver(Self.gone)
        try act { try Subscription.remove(subscription.id, ifRevision: nil, in: $0) }
        #expect(try (alarms(.open).count, alarms(.ended).count) == (0, 1))
    }

    @Test func whatSomebodySwitchesOffIsNoAlarm() throws {
        try change(subscribe(), isEnabled: false)
        #expect(try deliver(Self.gone).isEmpty)
        #expect(try alarms(.open).isEmpty)
    }
}
