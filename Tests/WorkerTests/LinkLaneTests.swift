import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardWorker
import TestSupport
import Testing

/// Links to choose a password on their way out.
@Suite(.needsDatabase) struct LinkLaneTests {
    private let worker: WorkerFixture
    private let fixture: TenantFixture

    init() throws {
        worker = try WorkerFixture()
        let clock = worker.clock
        fixture = try TenantFixture.make(in: worker.queue.database) {
            $0.hasDesks = false
            $0.clock = clock
        }
    }

    private func lane(_ carrier: RecordingCarrier) throws -> LinkLane {
        LinkLane(
            connection: try Connection(worker.queue.database.settings(.worker)),
            deployment: worker.queue.deployment,
            carrier: carrier,
            letterhead: WorkerFixture.letterhead,
            log: worker.log
        )
    }

    private func ask(_ email: String) throws {
        try fixture.directory(as: .stranger) { tx in
            try SignInLink.askReset(email: email, from: SignInPlace(address: "192.0.2.1"), in: tx)
        }
    }

    @Test func whoIsKnownGetsAMailAndNobodyElseDoes() throws {
        let account = try fixture.account(.agent)
        try ask(account.email.uppercased())
        try ask("nobody@nowhere.example")
        let carrier = RecordingCarrier()
        let lane = try lane(carrier)
        #expect(try lane.runOnce() == Counts(done: 1, skipped: 1))
        #expect(carrier.mails.map(\.toAddress) == [account.email])
        let mail = try #require(carrier.mails.first)
        #expect(mail.text.contains("https://desk.example/p/sy_link_"))
        #expect(mail.headers == [MailHeader(name: "Auto-Submitted", value: "auto-generated")])
        worker.clock.advance(seconds: 3_600)
        #expect(try lane.runOnce() == Counts())
    }

    @Test func whatWasNotTakenIsSentAgainWithTheSameWords() throws {
        try ask(try fixture.account(.agent).email)
        let carrier = RecordingCarrier(
            .retry(code: "smtp_451", afterSeconds: nil),
            .unknown(code: "timed_out"),
            .accepted(reference: nil)
        )
        let lane = try lane(carrier)
        for _ in 1...6 {
            _ = try lane.runOnce()
            worker.clock.advance(seconds: 60)
        }
        #expect(carrier.mails.count == 3)
        #expect(Set(carrier.mails).count == 1)
    }

    @Test func aMailboxThatIsRefusedIsNotTriedAgain() throws {
        try ask(try fixture.account(.agent).email)
        let carrier = RecordingCarrier(.rejected(code: "smtp_550"))
        let lane = try lane(carrier)
        for _ in 1...3 {
            _ = try lane.runOnce()
            worker.clock.advance(seconds: 600)
        }
        #expect(carrier.mails.count == 1)
        let codes: [String] = try fixture.asAdmin { admin in
            try admin.query("SELECT detail FROM directory.act WHERE kind = 'link_mailed'").map { try $0.column(0) }
        }
        #expect(codes == ["smtp_550"])
    }

    @Test func aLinkIsNotMailedForLongerThanItIsGood() throws {
        try ask(try fixture.account(.agent).email)
        let carrier = RecordingCarrier(.retry(code: "smtp_451", afterSeconds: nil))
        let lane = try lane(carrier)
        for _ in 1...20 {
            _ = try lane.runOnce()
            worker.clock.advance(seconds: 600)
        }
        #expect((1...SignInLink.mailAttemptsMax).contains(carrier.mails.count))
        #expect(try lane.runOnce() == Counts())
    }

    /// A process that dies over a mail leaves it to the others, after a while.
    @Test func oneAtATimeHasAMail() throws {
        let account = try fixture.account(.agent)
        try ask(account.email)
        func take() throws -> LinkMail? {
            try worker.queue.database.withConnection(.worker) { connection in
                try DirectoryTransaction.run(
                    request: fixture.request(as: .worker),
                    deployment: worker.queue.deployment,
                    on: connection
                ) { tx in
                    guard case .mail(let mail) = try SignInLink.takeDue(letterhead: WorkerFixture.letterhead, in: tx)
                    else {
                        return nil
                    }
                    return mail
                }
            }
        }
        let first = try #require(try take())
        #expect(try take() == nil)
        worker.clock.advance(seconds: 181)
        let second = try #require(try take())
        #expect(second.message == first.message)
        // Whoever had it first writes nothing any more.
        _ = try worker.queue.database.withConnection(.worker) { connection in
            try DirectoryTransaction.run(
                request: fixture.request(as: .worker),
                deployment: worker.queue.deployment,
                on: connection
            ) { try SignInLink.conclude(first, .rejected(code: "late"), in: $0) }
        }
        worker.clock.advance(seconds: 181)
        #expect(try take() != nil)
    }
}
