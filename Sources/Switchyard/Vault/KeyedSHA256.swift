import Crypto

/// HMAC-SHA256 (RFC 2104) with its key worked in: what is hashed of the key alone, before every message, is hashed once.
/// `HMAC` does it anew for each and takes a message through protocols, which together costs as much again as the message.
struct KeyedSHA256: Sendable {
    private let inner: SHA256
    private let outer: SHA256

    /// - Parameter key: one block (64 bytes) at most.
    init(key: [UInt8]) {
        precondition(key.count <= SHA256.blockByteCount, "a longer key would have to be hashed first")
        inner = Self.begun(key, 0x36)
        outer = Self.begun(key, 0x5C)
    }

    private static func begun(_ key: [UInt8], _ pad: UInt8) -> SHA256 {
        var block = [UInt8](repeating: pad, count: SHA256.blockByteCount)
        for (index, byte) in key.enumerated() { block[index] ^= byte }
        var hash = SHA256()
        block.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash
    }

    /// Of the parts one behind the other.
    func code(of parts: [UInt8]...) -> [UInt8] {
        var (inner, outer) = (inner, outer)
        for part in parts { part.withUnsafeBytes { inner.update(bufferPointer: $0) } }
        inner.finalize().withUnsafeBytes { outer.update(bufferPointer: $0) }
        return outer.finalize().bytes
    }
}

extension SHA256 {
    /// The digest of one run of bytes.
    static func bytes(of text: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        text.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.finalize().bytes
    }
}

extension SHA256Digest {
    /// All at once: as a sequence it gives one at a time.
    fileprivate var bytes: [UInt8] { withUnsafeBytes { Array($0) } }
}
