import CSodium

/// What is kept of a password: argon2id with 19 MiB, two passes and one lane (OWASP's first choice, `spec/tenancy.md`). Making
/// and checking one blocks its thread for some 25 ms and takes that memory: never in a transaction, never on a thread that
/// tasks run on, and never more at once than the caller has bounded.
package struct PasswordHash: Sendable, Hashable {
    static let passes: UInt64 = 2
    static let memoryBytes = 19 * 1024 * 1024

    /// `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
    let encoded: String

    /// Nobody's: checked where there is no account, so that the answer takes as long.
    static let nobody = Result { try PasswordHash.make(Password("")) }

    init(stored encoded: String) { self.encoded = encoded }

    private init(_ bytes: [CChar]) {
        encoded = String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    package static func make(_ password: Password) throws -> PasswordHash {
        try requireSodium()
        var text = [CChar](repeating: 0, count: Int(crypto_pwhash_strbytes()))
        let made = password.characters { characters, count in
            crypto_pwhash_str(&text, characters, count, passes, memoryBytes)
        }
        guard made == 0 else { throw PasswordHashError.outOfMemory }
        return PasswordHash(text)
    }

    package func matches(_ password: Password) throws -> Bool {
        try PasswordHash.requireSodium()
        return password.characters { characters, count in
            encoded.withCString { crypto_pwhash_str_verify($0, characters, count) == 0 }
        }
    }

    /// The library may be set up any number of times, from any thread.
    private static func requireSodium() throws {
        guard sodium_init() >= 0 else { throw PasswordHashError.noLibrary }
    }
}

/// The machine cannot hash; nothing was decided about the password.
enum PasswordHashError: Error, Sendable {
    case noLibrary
    case outOfMemory
}
