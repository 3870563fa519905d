import Postgres
import Switchyard
import TestSupport
import Testing

@Suite(.needsDatabase) struct FixtureTests {
    @Test func aFixtureTakesARequestAndAgentsCanOpenItsCase() throws {
        let fixture = try TenantFixture.make()
        let ticket = try fixture.openTicket()
        let level = try fixture.transaction(as: fixture.agent(2).actor) { tx in
            try CaseFile.open(ticket, in: tx).ticket.level
        }
        #expect(level == 1)
    }

    @Test func everyRoleLogsIn() throws {
        let database = try TestDatabase.shared()
        for role in TestRole.allCases where role != .admin {
            let user: String = try database.withConnection(role) { connection in
                try #require(connection.query("SELECT session_user::text").first).column(0)
            }
            #expect(user == role.databaseName)
        }
    }
}
