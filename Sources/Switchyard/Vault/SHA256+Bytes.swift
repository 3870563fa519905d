import Crypto

extension SHA256 {
    /// The digest of one run of bytes.
    static func bytes(of text: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        text.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return hash.finalize().withUnsafeBytes { Array($0) }
    }
}

extension HMAC<SHA256> {
    /// Of the parts one behind the other. The key stays worked in: what is hashed of it alone is hashed once.
    func code(of parts: [UInt8]...) -> [UInt8] {
        var code = self
        for part in parts { code.update(data: part) }
        return code.finalize().withUnsafeBytes { Array($0) }
    }
}
