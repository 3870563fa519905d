internal import Crypto

/// Solana's 64-byte secret key: an Ed25519 seed followed by its public key.
enum SolanaKeyPair {
    static let byteCount = 64

    static func isValid(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == byteCount,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes.prefix(byteCount / 2))
        else { return false }
        return key.publicKey.rawRepresentation.elementsEqual(bytes.suffix(byteCount / 2))
    }
}
