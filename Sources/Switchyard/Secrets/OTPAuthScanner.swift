/// `otpauth://` links and exports of authenticator apps: the whole link is the secret.
enum OTPAuthScanner {
    static func find(in text: SecretText) -> [SecretFinding] {
        let bytes = text.bytes
        let name: StaticString = "otpauth"
        var found: [SecretFinding] = []
        var index = 0
        while index + name.utf8CodeUnitCount < bytes.count {
            let nameEnd = index + name.utf8CodeUnitCount
            guard bytes[index] | 0x20 == UInt8(ascii: "o"), TriggerScan.equals(bytes, index..<nameEnd, name),
                ":%-".utf8.contains(bytes[nameEnd])
            else {
                index += 1
                continue
            }
            var end = nameEnd
            while end < bytes.count, !ASCII.isBlank(bytes[end]), !"\"'<>`".utf8.contains(bytes[end]) { end += 1 }
            found.append(SecretFinding(kind: .otpauth, place: index..<end))
            index = end
        }
        return found
    }
}
