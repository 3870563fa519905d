import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// Many notices at once, or late ones, become one mail that lists every case (`spec/queue.md` rule 12). Half of an hour's
/// target tells the agent of level 1, once a case.
@Suite(.needsDatabase) struct DigestTests {
    static let warned: Int64 = 1800

    let clock = TestClock(ClockedCase.start)
    let fixture: TenantFixture

    init() throws { fixture = try DigestTests.made(clock) }

    private static func made(
        _ clock: TestClock,
        _ policy: JSON = ["targets": ["first_reply": 3600], "warn": [50]]
    ) throws -> TenantFixture {
        try TenantFixture.make {
            $0.clock = clock
            $0.policy = policy
        }
    }

    private func open(_ count: Int, _ fixture: TenantFixture? = nil) throws -> [UUID] {
        try (0..<count).map { _ in try (fixture ?? self.fixture).openTicket() }
    }

    private func serve(_ fixture: TenantFixture? = nil, limit: Int = DueCases.batchMax) throws {
        try (fixture ?? self.fixture).transaction(as: .worker) { tx in
            _ = try DueCases.serve(DueCases.lock(limit: limit, in: tx), in: tx)
        }
    }

    private func moveTo(_ seconds: Int64) { clock.set(ClockedCase.at(seconds)) }

    /// The kinds of the tenant's deliveries with their numbers.
    private func deliveries(_ fixture: TenantFixture? = nil) throws -> [String: Int] {
        let fixture = fixture ?? self.fixture
        return try fixture.asAdmin { admin in
            let rows = try admin.query(
                """
                SELECT kind::text, count(*) FROM switchyard.delivery WHERE tenant_id = \(fixture.tenantID) GROUP BY kind
                """
            )
            return Dictionary(
                uniqueKeysWithValues: try rows.map {
                    (try $0.column(0, as: String.self), Int(try $0.column(1, as: Int64.self)))
                }
            )
        }
    }

    /// The cases of every notice, by the delivery that carries it.
    private func noticed() throws -> [UUID: [UUID]] {
        try fixture.asAdmin { admin in
            let rows = try admin.query(
                """
                SELECT delivery_id, ticket_id FROM switchyard.notice WHERE tenant_id = \(fixture.tenantID)
                """
            )
            return Dictionary(
                grouping: try rows.map { (try $0.column(0, as: UUID.self), try $0.column(1, as: UUID.self)) }
            ) { $0.0 }.mapValues { $0.map(\.1) }
        }
    }

    private func digests(_ fixture: TenantFixture? = nil) throws -> [UUID] {
        let fixture = fixture ?? self.fixture
        return try fixture.asAdmin { admin in
            try admin.query(
                "SELECT id FROM switchyard.digest WHERE tenant_id = \(fixture.tenantID) ORDER BY opened_at, id"
            ).map { try $0.column(0) }
        }
    }

    private func mail(_ digest: UUID, _ fixture: TenantFixture? = nil) throws -> MailMessage {
        try (fixture ?? self.fixture).transaction(as: .worker) { tx in
            let delivery = try #require(try Delivery.find(digest, in: tx))
            let letterhead = Letterhead(
                fromAddress: "support@desk.example",
                publicURL: "https://desk.example",
                messageDomain: "desk.example"
            )
            guard case .mail(let mail) = try DigestDraft(delivery: delivery, letterhead: letterhead, tx: tx).outbound()
            else { throw ClockedCase.NoMail() }
            return mail
        }
    }

    private func references(_ tickets: [UUID], _ fixture: TenantFixture? = nil) throws -> Set<String> {
        try (fixture ?? self.fixture).transaction(as: .worker) { tx in
            Set(try tickets.map { try Ticket.find($0, in: tx).reference.text })
        }
    }

    private func listed(_ mail: MailMessage) -> [String] {
        mail.text.split(separator: "\n").filter { $0.contains("first_reply") }
            .map { String($0.prefix { $0 != " " }) }
    }

    @Test func moreThanTheLimitBecomeOneDigestThatListsEachCaseOnce() throws {
        let tickets = try open(21)
        moveTo(DigestTests.warned)
        try serve()
        #expect(try deliveries() == ["digest_mail": 1])
        let mail = try mail(try #require(digests().first))
        #expect(mail.toAddress == fixture.agent().email)
        #expect(mail.subject.contains("21"))
        #expect(listed(mail).count == 21)
        #expect(try Set(listed(mail)) == references(tickets))
    }

    @Test func upToTheLimitEachIsToldByItself() throws {
        _ = try open(20)
        moveTo(DigestTests.warned)
        try serve()
        #expect(try deliveries() == ["notice_mail": 20])
    }

    @Test(arguments: [(Int64(59), 1), (60, 0)])
    func aMinuteIsLookedBack(seconds: Int64, inDigests: Int) throws {
        _ = try open(20)
        moveTo(seconds)
        _ = try open(1)
        moveTo(DigestTests.warned)
        try serve()
        moveTo(DigestTests.warned + seconds)
        try serve()
        let expected = inDigests == 0 ? ["notice_mail": 21] : ["notice_mail": 20, "digest_mail": inDigests]
        #expect(try deliveries() == expected)
    }

    @Test func zeroMeansNever() throws {
        let clock = clock
        let fixture = try DigestTests.made(
            clock,
            ["targets": ["first_reply": 3600], "warn": [50], "digest_after": 0]
        )
        _ = try open(25, fixture)
        moveTo(DigestTests.warned)
        try serve(fixture)
        #expect(try deliveries(fixture) == ["notice_mail": 25])
    }

    @Test(arguments: [(Int64(900), "notice_mail"), (901, "digest_mail")])
    func whatIsLateByMoreThanAQuarterOfAnHourIsToldInADigest(late: Int64, kind: String) throws {
        _ = try open(1)
        moveTo(DigestTests.warned + late)
        try serve()
        #expect(try deliveries() == [kind: 1])
    }

    @Test func aCrashBeforeTheCommitLeavesNothingAndTheNextTurnTellsEachOnce() throws {
        struct Crash: Error {}
        let tickets = try open(21)
        moveTo(DigestTests.warned)
        #expect(throws: Crash.self) {
            try fixture.transaction(as: .worker) { tx in
                _ = try DueCases.serve(DueCases.lock(limit: 30, in: tx), in: tx)
                try tx.settleNotices()
                _ = try tx.query("SELECT 1")
                throw Crash()
            }
        }
        #expect(try deliveries().isEmpty && digests().isEmpty)
        for _ in 0..<3 { try serve() }
        #expect(try noticed().values.map { $0.sorted { $0.text < $1.text } } == [tickets.sorted { $0.text < $1.text }])
    }

    @Test func manyWorkersAtOnceFillOneDigest() async throws {
        let tickets = try open(120)
        moveTo(DigestTests.warned)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { for _ in 0..<2 { try serve(limit: 30) } } }
            try await group.waitForAll()
        }
        for _ in 0..<4 { try serve(limit: 30) }
        let open = try digests()
        #expect(open.count == 1)
        let told = try noticed()
        #expect(told.keys.sorted { $0.text < $1.text } == open)
        #expect(told.values.flatMap(\.self).sorted { $0.text < $1.text } == tickets.sorted { $0.text < $1.text })
    }

    @Test func whoeverClosesWaitsForThoseWhoAdd() throws {
        let early = try open(21)
        moveTo(10)
        let late = try open(1)
        moveTo(DigestTests.warned)
        try serve()
        let digest = try #require(digests().first)
        moveTo(DigestTests.warned + 10)
        try fixture.transaction(as: .worker) { tx in
            _ = try DueCases.serve(DueCases.lock(limit: 30, in: tx), in: tx)
            try tx.settleNotices()
            _ = try tx.query("SELECT 1")
            #expect(throws: PostgresError.self) {
                try fixture.transaction(as: .worker) { other in
                    _ = try other.execute("SET LOCAL lock_timeout = '50ms'")
                    _ = try Digest.close(digest, in: other)
                }
            }
        }
        #expect(try Set(listed(mail(digest))) == references(early + late))
    }

    @Test func aClosedDigestStaysAsItIsAndTheNextCaseOpensAnother() throws {
        let first = try open(21)
        moveTo(30)
        let second = try open(1)
        moveTo(DigestTests.warned)
        try serve()
        let digest = try #require(digests().first)
        let sent = try mail(digest)
        moveTo(DigestTests.warned + 30)
        try serve()
        let again = try mail(digest)
        #expect(again.text == sent.text && again.messageID == sent.messageID)
        #expect(try Set(listed(again)) == references(first))
        let next = try #require(digests().last)
        #expect(next != digest)
        #expect(try Set(listed(mail(next))) == references(second))
    }

    @Test func whatIsTooMuchForOneMailGoesOnInTheNext() throws {
        let tickets = try open(21)
        moveTo(DigestTests.warned)
        try serve()
        var seen: [UUID] = []
        for _ in 0..<3 {
            let known = try digests()
            let next = try #require(known.first { !seen.contains($0) })
            seen.append(next)
            try fixture.transaction(as: .worker) { tx in _ = try Digest.close(next, casesMax: 10, in: tx) }
        }
        let told = try noticed()
        #expect(told.values.map(\.count).sorted() == [1, 10, 10])
        #expect(Set(told.values.flatMap(\.self)) == Set(tickets))
        #expect(try deliveries() == ["digest_mail": 3])
        let jobs: Int64 = try fixture.asAdmin { admin in
            try #require(
                admin.query("SELECT count(*) FROM switchyard.job WHERE tenant_id = \(fixture.tenantID)").first
            ).column(0)
        }
        #expect(jobs == 3)
    }

    @Test func aCaseOfSeveralStepsCountsOnceWithItsLast() throws {
        let clock = clock
        let fixture = try DigestTests.made(clock, ["targets": ["first_reply": 3600], "warn": [50, 75]])
        let tickets = try open(1, fixture)
        moveTo(2700 + 901)
        try serve(fixture)
        let agent = fixture.agent().email
        let mails = try digests(fixture).map { try mail($0, fixture) }
        let own = try #require(mails.first { $0.toAddress == agent })
        #expect(try listed(own) == Array(references(tickets, fixture)))
        #expect(own.text.contains("warn_75") && !own.text.contains("warn_50"))
    }

    @Test func theClientsContactGetsADigestWithoutACustomersWord() throws {
        let fixture = try DigestTests.made(
            clock,
            [
                "targets": ["first_reply": 3600], "warn": [], "level": "L4", "client_contact": true,
                "repeat": ["every": 60, "max": 2],
            ]
        )
        try fixture.transaction(as: fixture.tenantAdmin.actor) { tx in
            try ClientContact.set(.escalation, ["name": "Dana", "email": "dana@client.example"], in: tx)
        }
        let tickets = try open(2, fixture)
        moveTo(3600 + 120 + 901)
        try serve(fixture)
        let mails = try digests(fixture).map { try mail($0, fixture) }
        let own = try #require(mails.first { $0.toAddress == "dana@client.example" })
        #expect(try Set(listed(own)) == references(tickets, fixture))
        #expect(!own.text.contains("withdrawal"))
    }

    @Test func whoMayNoLongerSeeTheCasesGetsNoDigest() throws {
        _ = try open(21)
        moveTo(DigestTests.warned)
        try serve()
        try fixture.directory { try AccessGrant.end(fixture.agent().grantID, in: $0) }
        let digest = try #require(digests().first)
        #expect(throws: ObstacleMet.self) { try mail(digest) }
    }
}
