import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

@Suite(.needsDatabase) struct ContactRouteTests {
    @Test func aContactIsNamedReadReplacedAndTakenBack() async throws {
        let api = try API.make { $0.hasDesks = false }
        let admin = api.fixture.tenantAdmin
        let path = "\(api.tenant)/contacts/escalation"
        #expect(await api.send("GET", path, as: admin).status == 404)
        #expect(await api.send("DELETE", path, as: admin).status == 404)
        for name in ["Dana", "Eli"] {
            let body: JSON = ["name": .string(name), "email": "desk@client.example"]
            #expect(await api.send("PUT", path, as: admin, body: body).status == 204)
        }
        let read = try await api.send("GET", path, as: admin).json
        #expect(read == ["name": "Eli", "email": "desk@client.example", "language": "en"])
        #expect(await api.send("GET", "\(api.tenant)/contacts/security", as: admin).status == 404)
        #expect(await api.send("DELETE", path, as: admin).status == 204)
        #expect(await api.send("GET", path, as: admin).status == 404)
        #expect(await api.send("GET", "\(api.tenant)/contacts/spam", as: admin).body == Problem.notFound.body)
    }

    @Test func theAddressIsSealed() async throws {
        let api = try API.make { $0.hasDesks = false }
        let body: JSON = ["name": "Dana", "email": "dana@client.example"]
        let path = "\(api.tenant)/contacts/security"
        #expect(await api.send("PUT", path, as: api.fixture.tenantAdmin, body: body).status == 204)
        let bytes: Bytea = try api.fixture.asAdmin { connection in
            try #require(
                connection.query(
                    "SELECT sealed FROM switchyard.client_contact WHERE tenant_id = \(api.fixture.tenantID)"
                ).first
            ).column(0)
        }
        #expect(!String(decoding: bytes.bytes, as: UTF8.self).contains("client.example"))
    }

    @Test(arguments: [
        (["name": "Dana", "email": "nobody"] as JSON, "/email bad_format"),
        (["email": "dana@client.example"] as JSON, "/name required"),
        (["name": "Dana", "email": "dana@client.example", "phone": "1"] as JSON, "/phone unknown_field"),
    ])
    func aContactThatCannotBeReachedIsRefused(body: JSON, fault: String) async throws {
        let api = try API.make { $0.hasDesks = false }
        let reply = await api.send(
            "PUT",
            "\(api.tenant)/contacts/security",
            as: api.fixture.tenantAdmin,
            body: body
        )
        #expect(reply.faults == [fault])
    }
}
