import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// What is left of signing in is kept for a while only; the worker removes it.
@Suite(.needsDatabase) struct SignInRetentionTests {
    private func signIn(_ account: TestAccount, _ fixture: TenantFixture) throws -> (session: UUID, tries: UUID) {
        let client = Session.Client(address: "192.0.2.9", agent: "Tests")
        let signIn = SignIn(email: account.email, client: client)
        let check = try fixture.directory(as: .stranger) { try signIn.begin(Password(account.password), in: $0) }
        let matched = try check.run()
        let known = try #require(matched)
        let session = try fixture.directory(as: .stranger) { try signIn.succeed(known, in: $0) }
        let again = try fixture.directory(as: .stranger) { try signIn.begin(Password(account.password), in: $0) }
        return (session.id, again.tries)
    }

    private func left(_ fixture: TenantFixture, _ ids: [UUID]) throws -> Int {
        try fixture.asAdmin { admin in
            try admin.query(
                """
                SELECT count(*) FROM (SELECT id FROM directory.session UNION ALL SELECT id FROM directory.sign_in_throttle
                    UNION ALL SELECT id FROM directory.sign_in_link) x
                WHERE id = ANY (\(ids))
                """
            ).first?.column(0) ?? 0
        }
    }

    @Test func oldSessionsAndTriesAreRemovedAndYoungOnesStay() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        let old = try signIn(fixture.account(.agent), fixture)
        let young = try signIn(fixture.account(.agent), fixture)
        let (first, second) = (try fixture.account(.agent), try fixture.account(.agent))
        let oldLink = try fixture.directory { try SignInLink.invite(first.personID, in: $0) }
        let youngLink = try fixture.directory { try SignInLink.invite(second.personID, in: $0) }
        try fixture.asAdmin { admin in
            _ = try admin.execute(
                "UPDATE directory.session SET expires_at = now() - interval '91 days' WHERE id = \(old.session)"
            )
            _ = try admin.execute(
                "UPDATE directory.sign_in_link SET expires_at = now() - interval '31 days' WHERE id = \(oldLink)"
            )
            _ = try admin.execute(
                "UPDATE directory.sign_in_throttle SET tried_at = now() - interval '25 hours' WHERE id = \(old.tries)"
            )
        }
        let purged = try fixture.database.withConnection(.worker) { connection in
            try DirectoryTransaction.run(
                request: fixture.request(as: .worker),
                deployment: fixture.deployment,
                on: connection
            ) { try Retention.purge(in: $0) }
        }
        #expect(purged.rows >= 3)
        #expect(try left(fixture, [old.session, old.tries, oldLink]) == 0)
        #expect(try left(fixture, [young.session, young.tries, youngLink]) == 3)
    }
}
