import BusinessTime
import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport

/// A desk whose mails with links a test opens: in a database of its own, because they are no tenant's.
struct LinkDesk: Sendable {
    private static let letterhead = Letterhead(
        fromAddress: "support@desk.example",
        publicURL: "https://desk.example",
        messageDomain: "desk.example"
    )

    let api: API
    let clock: TestClock

    static func run(_ body: (LinkDesk) async throws -> Void) async throws {
        let database = try TestDatabase.fresh()
        let clock = TestClock(Instant(date: Date()))
        let pool = Pool(name: "links", settings: database.settings(.api), size: 2, waitMillisecondsMax: 120_000)
        defer { pool.close() }
        let fixture = try TenantFixture.make(in: database) {
            $0.hasDesks = false
            $0.clock = clock
        }
        try await body(LinkDesk(api: API(fixture: fixture, pool: pool), clock: clock))
    }

    /// Those that are due now; they count as sent.
    func mails() throws -> [MailMessage] {
        try api.fixture.database.withConnection(.worker) { connection in
            var mails: [MailMessage] = []
            for _ in 0..<100 {
                let due = try DirectoryTransaction.run(
                    request: api.fixture.request(as: .worker),
                    deployment: api.fixture.deployment,
                    on: connection
                ) { tx in
                    let due = try SignInLink.takeDue(letterhead: Self.letterhead, in: tx)
                    if case .mail(let mail) = due {
                        _ = try SignInLink.conclude(mail, .accepted(reference: nil), in: tx)
                    }
                    return due
                }
                switch due {
                case .nothing: return mails
                case .nobody: continue
                case .mail(let mail): mails.append(mail.message)
                }
            }
            return mails
        }
    }
}

extension MailMessage {
    /// What stands behind `/p/`.
    var link: String? {
        text.split { $0.isWhitespace }.first { $0.hasPrefix("https://desk.example/p/") }?.split(separator: "/").last
            .map(String.init)
    }
}
