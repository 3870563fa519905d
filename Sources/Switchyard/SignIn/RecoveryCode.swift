package import Foundation
import Postgres

/// Stands in for a second factor that is lost, once. 120 random bits, so that nobody has to count the tries of whoever guesses
/// (`spec/tenancy.md`, TOTP); only a keyed hash is stored. The text is handed over once and appears in no description or dump.
package struct RecoveryCode: Sendable {
    /// Of one person.
    package static let countEach = 10
    package static let typedCharactersMax = 64
    static let randomBytes = 15
    private static let groupCharacters = 6
    private static let characters = 24

    private let symbols: [UInt8]

    /// Four groups of six characters, for the one answer that hands it over.
    package var revealed: String {
        stride(from: 0, to: symbols.count, by: RecoveryCode.groupCharacters).map { start in
            String(decoding: symbols[start..<start + RecoveryCode.groupCharacters], as: UTF8.self)
        }.joined(separator: "-")
    }

    /// The caller has drawn the fifteen bytes from a cryptographic source.
    init(random: [UInt8]) {
        precondition(random.count == RecoveryCode.randomBytes, "a recovery code is made of fifteen random bytes")
        symbols = CrockfordBase32.encoded(random)
    }

    /// As a person types it: any case, look-alikes, with or without dashes and spaces. Nil for what cannot be one.
    init?(typed: String) {
        var symbols: [UInt8] = []
        for scalar in typed.unicodeScalars.prefix(RecoveryCode.typedCharactersMax) where scalar != "-" && scalar != " "
        {
            guard let value = CrockfordBase32.value(ofTyped: scalar) else { return nil }
            symbols.append(CrockfordBase32.character(value))
        }
        guard symbols.count == RecoveryCode.characters else { return nil }
        self.symbols = symbols
    }

    func hash(of person: UUID, vault: Vault) -> Bytea {
        vault.lookup(.recoveryCode, "\(person.text) \(String(decoding: symbols, as: UTF8.self))")
    }

    static func fresh(in tx: DirectoryTransaction) -> [RecoveryCode] {
        (0..<countEach).map { _ in RecoveryCode(random: tx.random(randomBytes)) }
    }

    /// Ten others; those that were left are worth nothing any more.
    ///
    /// - Throws: `no_second_factor`.
    package static func renew(of person: UUID, in tx: DirectoryTransaction) throws -> [RecoveryCode] {
        let codes = fresh(in: tx)
        let hashes = codes.map { $0.hash(of: person, vault: tx.deployment.operatorVault) }
        let isDone: Bool? = try tx.query("SELECT directory.replace_recovery_codes(\(person), \(hashes))").first?.column(
            0
        )
        guard isDone == true else { throw DomainError.noSecondFactor }
        try tx.record(.recoveryCodesMade, subject: person)
        return codes
    }
}

extension RecoveryCode: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "RecoveryCode(hidden)" }

    package var debugDescription: String { description }

    package var customMirror: Mirror { Mirror(self, children: []) }
}
