import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardWorker
import TestSupport
import Testing

/// Events on their way to subscriptions, from the act to the log.
@Suite(.needsDatabase) struct EventDeliveryTests {
    let fixture: WorkerFixture
    let tenant: TenantFixture

    init() throws {
        fixture = try WorkerFixture()
        tenant = try fixture.queue.tenant { $0.hasDesks = false }
    }

    private func act<Value>(_ body: (TenantTransaction) throws -> Value) throws -> Value {
        try tenant.transaction(as: tenant.tenantAdmin.actor, body)
    }

    private func subscribe(
        _ types: [WebhookEvent] = [.ticketOpened],
        url: String = "https://nova.example/hook"
    ) throws -> Subscription {
        try act { try Subscription.add(SubscriptionWish(url: url, types: types), in: $0) }
    }

    private func log(_ subscription: UUID, state: DeliveryState? = nil) throws -> [DeliveryLog.Entry] {
        try act { try DeliveryLog.page(of: subscription, state: state, before: nil, limit: 100, in: $0) }
    }

    private func stored(_ subscription: UUID) throws -> Subscription {
        try act { try Subscription.find(subscription, in: $0) }
    }

    private func only(_ subscription: UUID) throws -> DeliveryLog.Entry {
        let entries = try log(subscription)
        #expect(entries.count == 1)
        return try #require(entries.first)
    }

    /// Runs every attempt that there will be, each when it is due.
    private func runToTheEnd(_ lane: JobLane) throws {
        for _ in 0...JobKind.deliverEvent.attemptsMax {
            try fixture.runDry(lane)
            fixture.clock.advance(seconds: 86_400)
            _ = try fixture.queue.queue()
        }
    }

    @Test func anEventIsToldToWhoeverAskedForItAndNobodyElse() throws {
        let (opened, resolved) = (try subscribe(), try subscribe([.resolved]))
        let ticket = try tenant.openTicket(text: "Words of a customer")
        #expect(try log(resolved.id).isEmpty)
        let carrier = RecordingCarrier(.accepted(reference: nil, httpStatus: 204))
        try fixture.runDry(fixture.jobLane(carrier))
        let sent = try #require(carrier.webhooks.first)
        #expect(carrier.webhooks.count == 1)
        #expect(sent.url == "https://nova.example/hook" && sent.secrets == opened.keys.map(\.secret))
        let body = try JSONParser.parse(sent.body)
        #expect(body["type"] == "ticket.opened")
        #expect(try body.string("timestamp") == fixture.clock.now.iso8601)
        #expect(body["data"]?["ticket"]?["id"] == ticket.json)
        #expect(body["data"]?["event"]?["sequence"] == 1)
        #expect(!String(decoding: sent.body, as: UTF8.self).contains("customer\""))
        let entry = try only(opened.id)
        #expect(entry.id.text == sent.id && entry.ticketID == ticket && entry.attempts == 1)
        #expect(entry.state == .accepted && entry.last?.httpStatus == 204 && entry.last?.code == "accepted")
        // Who reads along leaves no trace on the case.
        #expect(try fixture.queue.count("switchyard.event WHERE kind = 'delivered'") == 0)
    }

    @Test func anActThatFailsTellsNobody() throws {
        let subscription = try subscribe([.priorityChanged])
        let ticket = try tenant.openTicket()
        struct Regret: Error {}
        #expect(throws: Regret.self) {
            try tenant.transaction(as: tenant.tenantAdmin.actor) { tx in
                var file = try CaseFile.open(ticket, in: tx)
                try file.setPriority(try #require(TicketPriority(name: "P1")), reason: "Now")
                try file.save()
                throw Regret()
            }
        }
        #expect(try log(subscription.id).isEmpty)
    }

    @Test func withoutSubscriptionsNothingIsWritten() throws {
        let subscription = try subscribe()
        _ = try act {
            try Subscription.change(subscription.id, to: subscription.wish, isEnabled: false, ifRevision: nil, in: $0)
        }
        _ = try tenant.openTicket()
        #expect(try fixture.queue.count("switchyard.delivery") == 0)
        #expect(try fixture.queue.count("switchyard.job WHERE kind = 'deliver_event'") == 0)
    }

    @Test func everyAttemptHasTheSameIdAndBytesAndItsOwnTimestamp() throws {
        let subscription = try subscribe()
        _ = try tenant.openTicket()
        let carrier = RecordingCarrier(
            .retry(code: "http_500", afterSeconds: nil),
            .rejected(code: "http_302"),
            .unknown(code: "timed_out"),
            .accepted(reference: nil, httpStatus: 200)
        )
        let lane = try fixture.jobLane(carrier)
        for _ in 0..<4 {
            try fixture.runDry(lane)
            fixture.clock.advance(seconds: 600)
            _ = try fixture.queue.queue()
        }
        let sent = carrier.webhooks
        #expect(sent.count == 4)
        #expect(Set(sent.map(\.id)).count == 1 && Set(sent.map(\.body)).count == 1)
        #expect(Set(sent.map(\.timestamp)).count == 4)
        let entry = try only(subscription.id)
        #expect(entry.state == .accepted && entry.attempts == 4)
        let attempts = try act { try DeliveryLog.attempts(of: entry.id, in: $0) }
        #expect(attempts.map(\.code) == ["accepted", "timed_out", "http_302", "http_500"])
        #expect(attempts.map(\.httpStatus) == [200, nil, 302, 500])
        #expect(attempts.allSatisfy { $0.durationMilliseconds >= 0 })
    }

    @Test func aReceiverThatIsGoneIsToldNothingMoreAndTheOthersAreTold() throws {
        let gone = try subscribe()
        let watcher = try subscribe([.subscriptionDisabled], url: "https://nova.example/watch")
        _ = try tenant.openTicket()
        _ = try tenant.openTicket()
        let carrier = RecordingCarrier(.rejected(code: "gone"), .accepted(reference: nil, httpStatus: 204))
        try fixture.runDry(fixture.jobLane(carrier))
        let stored = try stored(gone.id)
        #expect(stored.state == .disabled && stored.reason == .gone && stored.revision == gone.revision + 1)
        // The one that waited behind is not sent.
        #expect(Set(try log(gone.id).map(\.code)) == ["gone", "subscription_disabled"])
        let told = try #require(carrier.webhooks.last)
        #expect(told.url == watcher.wish.url)
        let body = try JSONParser.parse(told.body)
        #expect(body["type"] == "subscription.disabled")
        #expect(body["data"]?["subscription"]?["id"] == gone.id.json)
        #expect(body["data"]?["subscription"]?["reason"] == "gone")
        #expect(try fixture.queue.count("directory.act WHERE kind = 'subscription_disabled' AND detail = 'gone'") == 1)
        _ = try tenant.openTicket()
        #expect(try log(gone.id).count == 2)
    }

    @Test func whatFailsForThreeDaysIsDisabledAndIsNoDeadJob() throws {
        let subscription = try subscribe()
        _ = try tenant.openTicket()
        let carrier = RecordingCarrier(.retry(code: "http_503", afterSeconds: 1))
        try runToTheEnd(fixture.jobLane(carrier))
        #expect(carrier.webhooks.count == JobKind.deliverEvent.attemptsMax)
        #expect(try stored(subscription.id).reason == .failing)
        let entry = try only(subscription.id)
        #expect(entry.state == .rejected && entry.code == "http_503" && entry.concludedAt != nil)
        #expect(try fixture.queue.count("switchyard.job_dead") == 0)
        #expect(try fixture.queue.count("switchyard.job_done WHERE outcome = 'rejected'") == 1)
    }

    @Test func oneEventThatCannotBeTakenDisablesNothing() throws {
        let subscription = try subscribe()
        _ = try tenant.openTicket()
        let refusing = try fixture.jobLane(RecordingCarrier(.rejected(code: "http_400")))
        try fixture.runDry(refusing)
        _ = try tenant.openTicket()
        try fixture.runDry(fixture.jobLane(RecordingCarrier(.accepted(reference: nil, httpStatus: 204))))
        try runToTheEnd(refusing)
        #expect(Set(try log(subscription.id).map(\.state)) == [.accepted, .rejected])
        #expect(try stored(subscription.id).state == .enabled)
    }

    @Test func aTestIsSentOnceAlsoWhereTheSubscriptionIsDisabledAndDisablesNothing() throws {
        let subscription = try subscribe()
        _ = try act { try Subscription.test(subscription.id, in: $0) }
        let carrier = RecordingCarrier(.retry(code: "http_500", afterSeconds: nil))
        try runToTheEnd(fixture.jobLane(carrier))
        #expect(carrier.webhooks.count == 1)
        #expect(try only(subscription.id).state == .rejected)
        #expect(try stored(subscription.id).state == .enabled)
        _ = try act {
            try Subscription.change(subscription.id, to: subscription.wish, isEnabled: false, ifRevision: nil, in: $0)
        }
        _ = try act { try Subscription.test(subscription.id, in: $0) }
        try fixture.runDry(fixture.jobLane(carrier))
        #expect(carrier.webhooks.count == 2)
        #expect(try JSONParser.parse(carrier.webhooks[1].body)["type"] == "webhook.test")
    }

    @Test func bothSecretsSignUntilTheOverlapIsOver() throws {
        let first = try subscribe()
        let second = try act { try Subscription.rotateKey(first.id, overlapSeconds: 3_600, in: $0) }
        let (old, new) = (first.keys[0].secret, second.keys[0].secret)
        let carrier = RecordingCarrier()
        let lane = try fixture.jobLane(carrier)
        for seconds in [Int64(0), 3_599, 1] {
            fixture.clock.advance(seconds: seconds)
            _ = try fixture.queue.queue()
            _ = try tenant.openTicket()
            try fixture.runDry(lane)
        }
        #expect(carrier.webhooks.map(\.secrets) == [[new, old], [new, old], [new]])
        // A secret that has become known ends at once, and so does one that is older than the last.
        let third = try act { try Subscription.rotateKey(first.id, overlapSeconds: 60, in: $0) }
        #expect(third.keys.map(\.secret) == [third.keys[0].secret, new])
        let fourth = try act { try Subscription.rotateKey(first.id, overlapSeconds: 0, in: $0) }
        #expect(fourth.keys.count == 1)
    }

    @Test func whatFailedIsSentAgainUnderItsOwnId() throws {
        let subscription = try subscribe()
        for _ in 0..<3 { _ = try tenant.openTicket() }
        let refusing = try fixture.jobLane(RecordingCarrier(.rejected(code: "egress_refused")))
        try fixture.runDry(refusing)
        let failed = try log(subscription.id, state: .rejected)
        #expect(failed.count == 3)
        let carrier = RecordingCarrier(.accepted(reference: nil, httpStatus: 204))
        let lane = try fixture.jobLane(carrier)
        for _ in 0..<2 { try act { try Subscription.replay(failed[0].id, of: subscription.id, in: $0) } }
        try fixture.runDry(lane)
        #expect(carrier.webhooks.map(\.id) == [failed[0].id.text])
        let since = try #require(failed.last?.createdAt)
        for expected in [2, 0] {
            let replayed = try act { try Subscription.replayFailed(since: since, of: subscription.id, in: $0) }
            #expect(replayed.deliveries == expected && !replayed.mayHaveMore)
        }
        try fixture.runDry(lane)
        #expect(Set(carrier.webhooks.map(\.id)) == Set(failed.map(\.id.text)))
        #expect(try log(subscription.id, state: .accepted).allSatisfy { $0.attempts == 2 })
        // What was taken may be sent again as well: its receiver knows it by its id.
        try act { try Subscription.replay(failed[0].id, of: subscription.id, in: $0) }
        try fixture.runDry(lane)
        #expect(carrier.webhooks.count == 4)
    }

    @Test func whatWaitsForItsNextAttemptHasItAtOnce() throws {
        let subscription = try subscribe()
        _ = try tenant.openTicket()
        let carrier = RecordingCarrier(
            .retry(code: "http_500", afterSeconds: 3_600),
            .accepted(reference: nil, httpStatus: 204)
        )
        let lane = try fixture.jobLane(carrier)
        try fixture.runDry(lane)
        let waiting = try only(subscription.id)
        #expect(
            try act { try DeliveryLog.nextAttempt(of: waiting.id, in: $0) }
                == fixture.clock.now.adding(seconds: 3_600)
        )
        try act { try Subscription.replay(waiting.id, of: subscription.id, in: $0) }
        try fixture.runDry(lane)
        #expect(carrier.webhooks.count == 2)
        #expect(try only(subscription.id).state == .accepted)
    }

    @Test func whatIsOldGoesAndOfARemovedSubscriptionEverything() throws {
        let (kept, removed) = (try subscribe(), try subscribe())
        _ = try tenant.openTicket()
        try fixture.runDry(fixture.jobLane(RecordingCarrier(.accepted(reference: nil, httpStatus: 204))))
        try act { try Subscription.remove(removed.id, ifRevision: nil, in: $0) }
        #expect(throws: DomainError.notFound) { try stored(removed.id) }
        func purge() throws { _ = try tenant.transaction(as: .worker) { try Retention.purge(in: $0) } }
        try purge()
        #expect(try fixture.queue.count("switchyard.delivery") == 1)
        #expect(try fixture.queue.count("switchyard.subscription") == 1)
        fixture.clock.advance(seconds: Retention.eventDeliverySeconds - 1)
        try purge()
        #expect(try log(kept.id).count == 1)
        fixture.clock.advance(seconds: 2)
        try purge()
        #expect(try log(kept.id).isEmpty)
        #expect(try fixture.queue.count("switchyard.delivery_attempt") == 0)
    }
}
