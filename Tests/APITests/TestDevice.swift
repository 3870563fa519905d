import BusinessTime
import Crypto
import Foundation
import Switchyard
import SwitchyardAPI
import TestSupport

/// An authenticator, made from RFC 4648 and RFC 6238 by itself, on the clock of a test.
struct TestDevice: Sendable {
    private let key: SymmetricKey
    private let clock: TestClock

    init(secret: String, clock: TestClock) {
        let bits = secret.utf8.flatMap { character -> [UInt8] in
            let letter = character >= UInt8(ascii: "A")
            let value = letter ? character - UInt8(ascii: "A") : character - UInt8(ascii: "2") + 26
            return (0..<5).reversed().map { value >> UInt8($0) & 1 }
        }
        key = SymmetricKey(
            data: stride(from: 0, to: bits.count, by: 8).map { bits[$0..<$0 + 8].reduce(0) { $0 << 1 | $1 } }
        )
        self.clock = clock
    }

    /// What it shows now, or so many steps of thirty seconds later.
    func code(_ later: Int64 = 0) -> String {
        let step = UInt64(clock.now.microseconds / 30_000_000 + later)
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: withUnsafeBytes(of: step.bigEndian, Array.init), using: key)
        )
        let start = Int(mac[19] % 16)
        let number = (0..<4).reduce(UInt32(0)) { $0 * 256 + UInt32(mac[start + $1]) } % 0x8000_0000 % 1_000_000
        return String(String(1_000_000 + number).dropFirst())
    }
}

/// Somebody who has a second factor, and has shown it.
struct EnrolledPerson: Sendable {
    let account: TestAccount
    let person: SignedInPerson
    let device: TestDevice
    let recoveryCodes: [String]
}

extension API {
    func beginEnrolment(_ person: SignedInPerson, clock: TestClock) async throws -> TestDevice {
        let offer = try await send("PUT", "/v1/second-factor/enrolment", as: person).json
        return TestDevice(secret: try offer.string("secret"), clock: clock)
    }

    /// The clock stands one step later than the code that was used.
    func enrolled(_ account: TestAccount, clock: TestClock) async throws -> EnrolledPerson {
        let person = try await signedIn(account)
        let device = try await beginEnrolment(person, clock: clock)
        let reply = await send("PUT", "/v1/second-factor", as: person, body: ["code": .string(device.code())])
        let body = try reply.json
        clock.advance(seconds: 30)
        return EnrolledPerson(
            account: account,
            person: try SignedInPerson(body["session"] ?? .null),
            device: device,
            recoveryCodes: try body.strings("recovery_codes")
        )
    }

    func prove(
        _ person: SignedInPerson,
        _ method: String,
        _ secret: String,
        from address: String = "192.0.2.1"
    ) async -> Reply {
        let body: JSON = ["method": .string(method), "secret": .string(secret)]
        return await respond(
            to: IncomingRequest(
                method: "PUT",
                path: "/v1/session/proof",
                headers: ["content-type": "application/json", "authorization": "Bearer \(person.token)"],
                body: body.bytes,
                address: address
            )
        )
    }
}

extension SignedInPerson {
    init(_ session: JSON) throws { self.init(id: try session.string("id"), token: try session.string("token")) }
}
