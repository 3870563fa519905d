import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport

/// Somebody who has signed in, as a test sends requests.
struct SignedInPerson: Sendable {
    let id: String
    let token: String
}

extension API {
    func signIn(
        _ account: TestAccount,
        password: String? = nil,
        from address: String = "192.0.2.1"
    ) async -> Reply {
        await signIn(email: account.email, password: password ?? account.password, from: address)
    }

    func signIn(email: String, password: String, from address: String = "192.0.2.1") async -> Reply {
        let body: JSON = ["email": .string(email), "password": .string(password)]
        return await respond(
            to: IncomingRequest(
                method: "POST",
                path: "/v1/sessions",
                headers: ["content-type": "application/json", "user-agent": "Tests/1"],
                body: body.bytes,
                address: address
            )
        )
    }

    func signedIn(_ account: TestAccount) async throws -> SignedInPerson {
        let session = try await signIn(account).json
        return SignedInPerson(id: try session.string("id"), token: try session.string("token"))
    }

    func send(
        _ method: String,
        _ path: String,
        as person: SignedInPerson,
        body: JSON? = nil,
        headers: [String: String] = [:]
    ) async -> Reply {
        var headers = headers
        headers["authorization"] = "Bearer \(person.token)"
        guard let body else { return await send(method, path, headers: headers) }
        return await send(method, path, body: body, headers: headers)
    }
}
