import BusinessTime
import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// Changing one's own password.
@Suite(.needsDatabase) struct PasswordRouteTests {
    private let api: API
    private let account: TestAccount

    init() throws {
        api = try API.make {
            $0.hasDesks = false
            // Stands still, so that whoever has to wait does.
            $0.clock = TestClock(Instant(date: Date()))
        }
        account = try api.fixture.account(.agent)
    }

    private func change(_ person: SignedInPerson, from current: String, to fresh: String) async -> Reply {
        let body: JSON = ["current_password": .string(current), "password": .string(fresh)]
        return await api.send("PUT", "/v1/password", as: person, body: body)
    }

    @Test func aNewPasswordEndsEverySessionAndTheOldPassword() async throws {
        let person = try await api.signedIn(account)
        let elsewhere = try await api.signedIn(account)
        #expect(await change(person, from: account.password, to: "some others instead").status == 204)
        for session in [person, elsewhere] {
            #expect(await api.send("GET", "\(api.tenant)/tickets", as: session).status == 401)
        }
        #expect(await api.signIn(account).status == 401)
        #expect(await api.signIn(account, password: "some others instead").status == 201)
    }

    @Test(arguments: [
        ("quoin", "/password too_short"), ("password2026", "/password too_common"),
        ("agent-switchyard", "/password own_name"),
        (String(repeating: "long enough ", count: 11), "/password too_long"),
        (String(repeating: "x", count: 1_025), "/password too_long"), ("", "/password too_short"),
    ])
    func aPasswordThatIsTooWeakIsRefusedWithoutBeingRepeated(fresh: String, fault: String) async throws {
        let person = try await api.signedIn(account)
        let reply = await change(person, from: account.password, to: fresh)
        #expect(reply.faults == [fault])
        #expect(fresh.isEmpty || !reply.text.contains(fresh))
        #expect(await api.signIn(account).status == 201)
    }

    @Test func whoDoesNotKnowTheOldPasswordChangesNothingAndIsSlowedDown() async throws {
        let person = try await api.signedIn(account)
        for _ in 1...5 {
            let reply = await change(person, from: "a guess at it", to: "some others instead")
            #expect(reply.status == 403)
            #expect(reply.problem == "password_refused")
        }
        #expect(await change(person, from: account.password, to: "some others instead").problem == "sign_in_throttled")
        // Its owner, who has signed in elsewhere, is not.
        let owner = try await api.signedIn(account)
        #expect(await change(owner, from: account.password, to: "some others instead").status == 204)
    }
}
