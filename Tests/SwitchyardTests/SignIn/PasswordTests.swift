import Testing

@testable import Switchyard

struct PasswordTests {
    private static let owner = PersonProfile(name: "Mika Kaurismäki", email: "mika.k@kestrel.example")

    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let fault: FieldError.Code?
        var testDescription: String { "\(text.prefix(30)) \(fault?.rawValue ?? "will do")" }
    }

    static let cases: [Case] = [
        Case(text: "four unlucky words", fault: nil),
        Case(text: "vT9#qL2x", fault: nil),
        Case(text: String(repeating: "long enough ", count: 10), fault: nil),
        Case(text: "密码很长很难猜到的", fault: nil),
        Case(text: "Mika likes long walks by the sea", fault: nil),
        Case(text: "seven77", fault: .tooShort),
        Case(text: String(repeating: "long enough ", count: 11), fault: .tooLong),
        Case(text: "password", fault: .tooCommon),
        Case(text: "PassWord", fault: .tooCommon),
        Case(text: "password2026!", fault: .tooCommon),
        Case(text: "1234567890", fault: .tooCommon),
        Case(text: "aaaaaaaaaaaa", fault: .tooCommon),
        Case(text: "abababababab", fault: .tooCommon),
        Case(text: "mika.k@kestrel.example", fault: .ownName),
        Case(text: "Kaurismäki1!", fault: .ownName),
        Case(text: "kestrel-2026", fault: .ownName),
        Case(text: "Switchyard#1", fault: .ownName),
    ]

    @Test(arguments: cases) func aPasswordIsJudgedByItsRules(sample: Case) {
        let password = Password(sample.text)
        do {
            try password.check(for: PasswordTests.owner, at: "/password")
            #expect(sample.fault == nil)
        } catch let error as DomainError {
            #expect(error.fields.map(\.code) == [sample.fault])
            #expect(error.fields.map(\.pointer) == ["/password"])
            #expect(!error.fields.contains { $0.parameters.values.contains { $0.contains(sample.text) } })
        } catch {
            Issue.record(error)
        }
    }

    @Test func aPasswordShowsItselfNowhere() {
        let password = Password("four unlucky words")
        var dumped = ""
        dump(password, to: &dumped)
        for text in ["\(password)", String(reflecting: password), dumped] { #expect(!text.contains("unlucky")) }
    }

    @Test func theHashCarriesTheParametersOfTheSpecification() throws {
        let hash = try PasswordHash.make(Password("four unlucky words"))
        #expect(hash.encoded.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(try PasswordHash.nobody.get().encoded.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(try PasswordHash.make(Password("four unlucky words")) != hash)
    }

    @Test func onlyTheSamePasswordMatchesHoweverItWasTyped() throws {
        let hash = try PasswordHash.make(Password("Ängström ﬁfty-one"))
        #expect(try hash.matches(Password("A\u{308}ngstro\u{308}m fifty-one")))
        #expect(try !hash.matches(Password("ängström fifty-one")))
        #expect(try !hash.matches(Password("Ängström fifty-one ")))
        #expect(try !hash.matches(Password("Ängström fifty-one\0")))
        #expect(try !hash.matches(Password("")))
        #expect(try !PasswordHash(stored: "no hash at all").matches(Password("")))
    }
}
