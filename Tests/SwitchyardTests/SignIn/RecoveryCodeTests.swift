import Foundation
import TestSupport
import TestTools
import Testing

@testable import Switchyard

@Suite(.needsDatabase) struct RecoveryCodeTests {
    private static func random(_ seed: UInt64) -> [UInt8] {
        var numbers = SeededNumbers(seed: seed)
        return (0..<RecoveryCode.randomBytes).map { _ in UInt8.random(in: 0...255, using: &numbers) }
    }

    private let vault: Vault
    private let person = UUID()

    init() throws { vault = try TestDatabase.shared().operatorVault }

    @Test func aCodeHasItsStatedShapeAndIsKnownAgainHoweverItIsTyped() throws {
        let code = RecoveryCode(random: Self.random(1))
        let text = code.revealed
        #expect(text.wholeMatch(of: /([0-9A-HJKMNP-TV-Z]{6}-){3}[0-9A-HJKMNP-TV-Z]{6}/) != nil)
        let typed = [
            text, text.lowercased(), text.replacing("-", with: ""), text.replacing("-", with: " "),
            text.replacing("0", with: "O").replacing("1", with: "l"),
        ]
        for form in typed {
            #expect(RecoveryCode(typed: form)?.hash(of: person, vault: vault) == code.hash(of: person, vault: vault))
        }
    }

    @Test func everyRandomBitIsInTheHashAndSoIsThePerson() {
        let zero = [UInt8](repeating: 0, count: RecoveryCode.randomBytes)
        let base = RecoveryCode(random: zero).hash(of: person, vault: vault)
        for bit in 0..<RecoveryCode.randomBytes * 8 {
            var changed = zero
            changed[bit / 8] |= 0x80 >> UInt8(bit % 8)
            #expect(RecoveryCode(random: changed).hash(of: person, vault: vault) != base, "bit \(bit)")
        }
        #expect(RecoveryCode(random: zero).hash(of: UUID(), vault: vault) != base)
    }

    @Test func whatIsNoCodeIsNone() {
        let text = RecoveryCode(random: Self.random(2)).revealed
        for wrong in [
            "", "-", String(text.dropLast()), text + "0", text.replacing("-", with: "_"), "U" + text.dropFirst(),
        ] {
            #expect(RecoveryCode(typed: wrong) == nil, "\(wrong)")
        }
    }

    @Test func aCodeShowsItselfNowhere() {
        let code = RecoveryCode(random: Self.random(3))
        var dumped = ""
        dump(code, to: &dumped)
        for text in ["\(code)", String(reflecting: code), dumped] { #expect(!text.contains(code.revealed.prefix(6))) }
    }
}
