import Postgres
import TestSupport
import Testing

@testable import Switchyard

@Suite(.needsDatabase) struct ConstraintErrorsTests {
    /// A renamed constraint would turn a caller's mistake into an internal error, silently.
    @Test func everyTranslatedConstraintExists() throws {
        let known = try TestDatabase.shared().withConnection(.admin) { admin in
            try admin.query(
                """
                SELECT conname::text FROM pg_constraint WHERE connamespace IN ('switchyard'::regnamespace, 'directory'::regnamespace)
                UNION SELECT c.relname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                    WHERE i.indisunique AND c.relnamespace IN ('switchyard'::regnamespace, 'directory'::regnamespace)
                """
            ).map { try $0.column(0, as: String.self) }
        }
        let missing = Set(constraintErrors.keys).subtracting(known)
        #expect(missing.isEmpty)
    }

    @Test(arguments: [
        ("SY001", DomainError.notFound), ("SY002", .unauthenticated), ("SY005", .forbidden),
        ("SY006", .secondFactorRequired), ("SY007", .stepUpRequired),
    ])
    func theEntrancesRefusalsAreTranslated(state: String, expected: DomainError) {
        let translated = translateConstraint(PostgresError(kind: .server, message: "", sqlState: state))
        #expect(translated as? DomainError == expected)
    }

    @Test func whatIsNotInTheTableStaysInternal() {
        let refusal = PostgresError(kind: .server, message: "", sqlState: "23505", constraint: "nobody_knows")
        #expect(translateConstraint(refusal) as? PostgresError == refusal)
        #expect(translateConstraint(RaceLost()) is RaceLost)
    }

    @Test func aTakenNameIsTheCallersToMend() throws {
        let fixture = try TenantFixture.make { $0.hasDesks = false }
        #expect(throws: DomainError.field("/slug", .taken)) {
            try fixture.directory { tx in
                try Tenant.create(slug: fixture.slug, name: "Again", zone: "UTC", language: "en", in: tx)
            }
        }
    }
}
