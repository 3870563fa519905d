/// One folded text under scan: the bytes, and the keywords found in it and around it.
struct SecretText {
    let bytes: UnsafeBufferPointer<UInt8>
    let keywords: KeywordMap
}

/// Runs the closer scanners a text calls for, and settles what they found into findings without overlaps.
struct SecretScan {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let context: KeywordFamilies

    init(_ bytes: UnsafeBufferPointer<UInt8>, context: KeywordFamilies) {
        self.bytes = bytes
        self.context = context
    }

    func findings() -> [SecretFinding] {
        let triggers = TriggerScan(bytes).triggers.subtracting(.markup)
        guard !triggers.isEmpty else { return [] }
        let text = SecretText(bytes: bytes, keywords: KeywordMap(bytes, context: context))
        var found: [SecretFinding] = []
        if triggers.contains(.privateBlock) { found += PEMScanner.find(in: text) }
        if triggers.contains(.ciphertext) { found += KeystoreScanner.find(in: text) }
        if triggers.contains(.otpauth) { found += OTPAuthScanner.find(in: text) }
        if triggers.contains(.numberArray) { found += IntegerArrayScanner.find(in: text) }
        if triggers.contains(.seedWords) { found += SeedScanner.find(in: text) }
        if triggers.contains(.han) { found += ChineseLineScanner.find(in: text) }
        if triggers.contains(.opaqueToken) {
            found += KeyScanner.find(in: text)
            found += APISecretScanner.find(in: text)
        }
        if triggers.contains(.cardDigits) { found += CardScanner.find(in: text) }
        if triggers.contains(.codeDigits) { found += OneTimeCodeScanner.find(in: text) }
        return Self.merged(found)
    }

    /// Overlapping findings become one over both, named by the stronger kind.
    static func merged(_ found: [SecretFinding]) -> [SecretFinding] {
        guard found.count > 1 else { return found }
        var merged: [SecretFinding] = []
        for finding in found.sorted(by: { $0.place.lowerBound < $1.place.lowerBound }) {
            guard let last = merged.last, finding.place.lowerBound < last.place.upperBound else {
                merged.append(finding)
                continue
            }
            let end = max(last.place.upperBound, finding.place.upperBound)
            let kind = last.kind.rank <= finding.kind.rank ? last.kind : finding.kind
            merged[merged.count - 1] = SecretFinding(kind: kind, place: last.place.lowerBound..<end)
        }
        return merged
    }
}
