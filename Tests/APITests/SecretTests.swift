import Foundation
import Postgres
import Switchyard
import SwitchyardAPI
import TestSupport
import Testing

/// A secret that comes in by any path is in no table: not in clear, not sealed, not as a search token.
@Suite(.needsDatabase) struct SecretTests {
    /// Published test vectors; nobody's money.
    private static let words = "legal winner thank year wave sausage worth useful legal winner thank yellow"
    private static let key = "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"
    private static let ripple = "snoPBrXtMeMyMHUVTgbuqAfg1SUTb"
    /// No part of these may be found anywhere.
    private static let needles = ["winner", "sausage", "5HueCGU8", "TVqvbTLvyTJ", "snoPBrXt"]

    private func expectNothingStored(_ api: API, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let stored = try StoredTexts(of: api.fixture)
        #expect(stored.texts.count > 3, sourceLocation: sourceLocation)
        for needle in SecretTests.needles {
            #expect(stored.places(of: needle) == [], "\(needle)", sourceLocation: sourceLocation)
        }
    }

    struct Way: Sendable, CustomTestStringConvertible {
        let name: String
        let change: @Sendable (inout CustomerRequest) -> Void
        var address: String?
        var testDescription: String { name }

        init(_ name: String, address: String? = nil, _ change: @escaping @Sendable (inout CustomerRequest) -> Void) {
            self.name = name
            self.address = address
            self.change = change
        }
    }

    static let ways = [
        Way("text") { $0.text = "my words: \(words)" },
        Way("text with a key") { $0.text = "private key \(key) please" },
        Way("subject") { $0.subject = words },
        Way("split over subject and text") {
            $0.subject = "legal winner thank year wave sausage"
            $0.text = "worth useful legal winner thank yellow"
        },
        Way("customer name") { $0.name = words },
        Way("customer address", address: key) { _ in },
        Way("order id") { $0.attributes = ["order_id": .string(key)] },
        Way("transaction hash") { $0.attributes = ["tx_hash": .string(words)] },
        Way("network") { $0.attributes = ["network": .string(ripple)] },
        Way("everywhere") {
            $0.subject = key
            $0.text = words
            $0.name = key
            $0.attributes = ["order_id": .string(words), "network": .string(ripple)]
        },
    ]

    @Test(arguments: ways) func aSecretInARequestIsTakenOutAndTold(_ way: Way) async throws {
        let api = try API.make()
        var request = CustomerRequest()
        request.email = "ada@example.com"
        way.change(&request)
        guard case .object(var body) = request.json, case .object(var customer)? = body["customer"] else { return }
        if let address = way.address { customer["address"] = .string(address) }
        body["customer"] = .object(customer)
        let reply = await api.send(
            "POST",
            "\(api.tenant)/tickets",
            as: api.fixture.intake,
            body: .object(body),
            headers: ["idempotency-key": "k"]
        )
        #expect(reply.status == 201)
        #expect(SecretTests.needles.allSatisfy { !reply.text.contains($0) })
        try expectNothingStored(api)
    }

    @Test func aSecretInAMessageAWebhookAReplyOrANoteIsTakenOut() async throws {
        let api = try API.make()
        let agent = api.fixture.agent().credential
        let path = api.ticket(try await api.open())
        let text = JSON.string("here: \(SecretTests.words) and key \(SecretTests.key)")
        for (act, credential) in [("messages", api.fixture.intake), ("replies", agent), ("notes", agent)] {
            let reply = await api.send(
                "POST",
                "\(path)/\(act)",
                as: credential,
                body: ["text": text],
                headers: ["idempotency-key": .init(act)]
            )
            #expect(reply.status == 201, "\(act) \(reply.text)")
        }
        let hook = try await SignedWebhook(api)
        let sent = await hook.send(CustomerRequest(text: "here: \(SecretTests.words)").json.bytes)
        #expect(sent.status == 202)
        #expect(try sent.json["secrets_removed"] == ["seed_phrase"])
        try expectNothingStored(api)
        let messages = try await api.send("GET", "\(path)/messages", as: agent).json.array("items")
        #expect(try messages.dropFirst().allSatisfy { try $0.integer("secrets_removed") == 2 })
        #expect(try messages.dropFirst().allSatisfy { try $0.string("text").contains("[seed phrase removed]") })
    }

    struct Name: Sendable, CustomTestStringConvertible {
        let pointer: String
        let body: JSON
        var testDescription: String { pointer }
    }

    static let names = [
        Name(pointer: "/thread", body: ["customer": ["id": "c"], "text": "x", "thread": .string(key)]),
        Name(pointer: "/thread", body: ["customer": ["id": "c"], "text": "x", "thread": .string(words)]),
        Name(pointer: "/customer/id", body: ["customer": ["id": .string(key)], "text": "x"]),
        Name(
            pointer: "/customer/email",
            body: ["customer": ["id": "c", "email": .string("\(key)@example.com")], "text": "x"]
        ),
        Name(pointer: "/tier", body: ["customer": ["id": "c"], "text": "x", "tier": .string(ripple)]),
        Name(pointer: "/customer/id", body: ["customer": ["id": "4111111111111111"], "text": "x"]),
        Name(
            pointer: "/customer/email",
            body: ["customer": ["id": "c", "email": "4111111111111111@example.com"], "text": "x"]
        ),
        Name(pointer: "/thread", body: ["customer": ["id": "c"], "text": "x", "thread": "card 4111 1111 1111 1111"]),
        Name(pointer: "/thread", body: ["customer": ["id": "c"], "text": "x", "thread": "my OTP is 482913"]),
        Name(pointer: "/tier", body: ["customer": ["id": "c"], "text": "x", "tier": "vip, code 482913"]),
    ]

    @Test(arguments: names) func aSecretInANameIsRefusedBecauseItCannotBeReplaced(_ name: Name) async throws {
        let api = try API.make { $0.hasDesks = false }
        let reply = await api.send("POST", "\(api.tenant)/tickets", as: api.fixture.intake, body: name.body)
        #expect(reply.faults == ["\(name.pointer) contains_secret"])
        let hook = try await SignedWebhook(api)
        let sent = await hook.send(name.body.bytes)
        #expect(sent.status == 422)
        #expect(sent.faults == reply.faults)
        let stored = try StoredTexts(of: api.fixture)
        for needle in SecretTests.needles + ["41111111", "482913"] {
            #expect(stored.places(of: needle) == [], "\(needle)")
        }
    }

    /// What is no name carries the placeholder instead, whatever the kind.
    @Test func cardsAndCodesInAttributesAreTakenOut() async throws {
        let api = try API.make()
        var request = CustomerRequest(text: "please help")
        request.attributes = ["order_id": "card 4111 1111 1111 1111"]
        request.name = "Ada 4111111111111111"
        let opened = await api.send("POST", "\(api.tenant)/tickets", as: api.fixture.intake, body: request.json)
        #expect(opened.status == 201)
        request.attributes = ["network": "OTP 482913", "tx_hash": "pin 4829"]
        let second = await api.send("POST", "\(api.tenant)/tickets", as: api.fixture.intake, body: request.json)
        #expect(try second.json["secrets_removed"] == ["card_number", "one_time_code"])
        let stored = try StoredTexts(of: api.fixture)
        // Four digits alone are somewhere in the hexadecimal form of any sealed text.
        for needle in ["41111111", "card 4111", "482913", "pin 4829"] {
            #expect(stored.places(of: needle) == [], "\(needle)")
        }
    }

    @Test func anIdempotencyKeyIsKeptAsAHashOnly() async throws {
        let api = try API.make { $0.hasDesks = false }
        let reply = await api.send(
            "POST",
            "\(api.tenant)/tickets",
            as: api.fixture.intake,
            body: CustomerRequest().json,
            headers: ["idempotency-key": SecretTests.key]
        )
        #expect(reply.status == 201)
        try expectNothingStored(api)
    }

    struct Pasted: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        var orderID: String?
        var isFiledByAgent = false
    }

    static let pasted = [
        Pasted(testDescription: "in the text", text: "\(words) and key \(key)"),
        // A card number before the phrase must not hide that the phrase is there.
        Pasted(testDescription: "behind a card", text: "card 4111 1111 1111 1111, \(words) and key \(key)"),
        Pasted(testDescription: "in an attribute", text: "please help", orderID: words),
        Pasted(testDescription: "filed by an agent", text: words, isFiledByAgent: true),
    ]

    @Test(arguments: pasted) func aCustomerWhosePhraseWasTakenOutIsWarnedOnce(_ pasted: Pasted) async throws {
        let api = try API.make()
        var request = CustomerRequest(text: pasted.text)
        request.email = "ada@example.com"
        if let order = pasted.orderID { request.attributes = ["order_id": .string(order)] }
        let credential = pasted.isFiledByAgent ? api.fixture.agent().credential : api.fixture.intake
        let reply = await api.send("POST", "\(api.tenant)/tickets", as: credential, body: request.json)
        #expect(try reply.json.optionalStrings("secrets_removed")?.contains("seed_phrase") == true, "\(reply.text)")
        let kinds: [String] = try api.fixture.asAdmin { connection in
            try connection.query("SELECT kind::text FROM switchyard.delivery WHERE tenant_id = \(api.fixture.tenantID)")
                .map { try $0.column(0) }
        }
        #expect(kinds == ["warning_mail"])
    }
}
