import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Switchyard

/// All that one case shows, from one visit to the server.
@Suite(.needsDatabase) struct TicketDetailsTests {
    private func details(_ id: UUID, _ cases: TwoCases) throws -> TicketDetails {
        try cases.fixture.transaction(as: .worker) { try TicketDetails.read(id, in: $0) }
    }

    @Test func theyAreWhatOneFindsOneByOne() throws {
        let cases = try TwoCases()
        try cases.merge(cases.first, into: cases.second)
        let found = try details(cases.second, cases)
        #expect(found.ticket.id == cases.second)
        #expect(found.ticket.revision == (try cases.ticket(cases.second)).revision)
        #expect(found.customer.id == found.ticket.customerID)
        #expect(found.customer.profile.externalID == "ada")
        #expect(found.mergedFrom == [cases.first])
        let clocks = try cases.fixture.transaction(as: .worker) { try ClockRow.all(of: cases.second, in: $0) }
        #expect(!clocks.isEmpty && found.clocks.map(\.key) == clocks.map(\.key))
        #expect(try details(cases.first, cases).mergedFrom == [])
    }

    @Test func aCaseThatIsNotThereIsNotFound() throws {
        let cases = try TwoCases()
        #expect(throws: DomainError.notFound) { try details(UUID(), cases) }
    }

    @Test func theyTakeOneVisit() throws {
        let cases = try TwoCases()
        let flushes = Mutex<[FlushMoment]>([])
        var settings = cases.fixture.database.settings(.api)
        settings.atFlush = { moment in flushes.withLock { $0.append(moment) } }
        let connection = try Connection(settings)
        let found = try TenantTransaction.run(
            tenant: cases.fixture.tenantID,
            request: RequestContext(actor: cases.fixture.tenantAdmin.actor, requestID: UUID()),
            deployment: cases.fixture.deployment,
            on: connection
        ) { try TicketDetails.read(cases.first, in: $0) }
        #expect(found.ticket.id == cases.first)
        #expect(flushes.withLock { $0.map(\.isCommit) } == [true, true])
    }
}
