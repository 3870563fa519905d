import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// What ends all sessions of a person waits for one that is being made, so that it ends that one as well.
@Suite(.needsDatabase) struct SessionRaceTests {
    private let fixture: TenantFixture
    private let account: TestAccount

    init() throws {
        fixture = try TenantFixture.make { $0.hasDesks = false }
        account = try fixture.account(.agent)
    }

    private func signIn() throws -> OpenedSession {
        let client = Session.Client(address: "192.0.2.9", agent: "Tests")
        let signIn = SignIn(email: account.email, client: client)
        let known = try fixture.directory(as: .stranger) { try signIn.begin(Password(account.password), in: $0) }.run()
        return try fixture.directory(as: .stranger) { tx in try signIn.succeed(#require(known), in: tx) }
    }

    enum End: CaseIterable {
        case everywhere, newPassword

        func statement(_ person: UUID) -> SQL {
            switch self {
            case .everywhere: "SELECT directory.end_sessions(\(person), NULL, now())"
            case .newPassword: "SELECT directory.set_password(\(person), ''::bytea, now())"
            }
        }
    }

    @Test(arguments: End.allCases) func whatEndsThemAllWaitsForOneThatIsProven(end: End) throws {
        let session = try signIn()
        let proof = SessionProof(
            of: account.personID,
            session: session.id,
            client: Session.Client(address: "192.0.2.9", agent: "Tests")
        )
        let other = try Connection(fixture.database.settings(.api))
        defer { other.close() }
        try other.script("SET lock_timeout = '20ms'")
        try fixture.directory(as: Actor(session: session.id, of: account.personID)) { tx in
            _ = try proof.succeed(in: tx)
            let refused = try #require(throws: PostgresError.self) {
                _ = try other.query(end.statement(account.personID))
            }
            #expect(refused.sqlState == "55P03")
        }
    }

    @Test func aSessionIsReplacedOnce() throws {
        let session = try signIn()
        let proof = SessionProof(
            of: account.personID,
            session: session.id,
            client: Session.Client(address: "192.0.2.9", agent: "Tests")
        )
        let actor = Actor(session: session.id, of: account.personID)
        let next = try fixture.directory(as: actor) { try proof.succeed(in: $0) }
        #expect(next.expiresAt == session.expiresAt)
        #expect(throws: DomainError.unauthenticated) { try fixture.directory(as: actor) { try proof.succeed(in: $0) } }
        // Nor by somebody who was let in before it ended.
        #expect(throws: DomainError.unauthenticated) { try fixture.directory { try proof.succeed(in: $0) } }
    }
}
