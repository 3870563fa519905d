/// One folded text under scan: the bytes, and the keywords found in it and around it.
struct SecretText {
    let bytes: UnsafeBufferPointer<UInt8>
    let keywords: KeywordMap
}

/// Runs the closer scanners a text calls for, and settles what they found into findings without overlaps.
///
/// Words of a secret say nothing about what stands beside it ("… exact error" and then a code): once something was found, the
/// text is scanned again with it blanked, as its reader will see it, until nothing more is found.
struct SecretScan {
    /// Each round after the first takes a neighbour of a neighbour.
    private static let roundsMax = 4
    /// No scanner gives this byte a meaning: no letter, digit, blank or line end.
    private static let blank: UInt8 = 0x1F

    private let bytes: UnsafeBufferPointer<UInt8>
    private let context: KeywordFamilies

    init(_ bytes: UnsafeBufferPointer<UInt8>, context: KeywordFamilies) {
        self.bytes = bytes
        self.context = context
    }

    func findings() -> [SecretFinding] {
        let triggers = TriggerScan(bytes).triggers
        guard !triggers.isDisjoint(with: .secrets) else { return [] }
        var seen: [UInt8] = []
        if triggers.contains(.placeholder) { seen = Self.blanked(Array(bytes), SecretPlaceholder.places(in: bytes)) }
        var fresh = seen.isEmpty ? find(in: bytes, triggers) : seen.withUnsafeBufferPointer { find(in: $0, triggers) }
        guard !fresh.isEmpty else { return [] }
        if seen.isEmpty { seen = Array(bytes) }
        var found = fresh
        for _ in 1..<Self.roundsMax {
            seen = Self.blanked(seen, fresh.map(\.place))
            fresh = seen.withUnsafeBufferPointer { find(in: $0, TriggerScan($0).triggers) }
            if fresh.isEmpty { break }
            found += fresh
        }
        return Self.merged(found)
    }

    private static func blanked(_ bytes: [UInt8], _ places: [Range<Int>]) -> [UInt8] {
        var bytes = bytes
        for place in places { for index in place { bytes[index] = blank } }
        return bytes
    }

    private func find(in bytes: UnsafeBufferPointer<UInt8>, _ triggers: SecretTriggers) -> [SecretFinding] {
        let text = SecretText(bytes: bytes, keywords: KeywordMap(bytes, context: context))
        var found: [SecretFinding] = []
        if triggers.contains(.privateBlock) { found += PEMScanner.find(in: text) }
        if triggers.contains(.ciphertext) { found += KeystoreScanner.find(in: text) }
        if triggers.contains(.otpauth) { found += OTPAuthScanner.find(in: text) }
        if triggers.contains(.numberArray) { found += IntegerArrayScanner.find(in: text) }
        if triggers.contains(.seedWords) { found += SeedScanner.find(in: text) }
        if triggers.contains(.spacedWords) { found += SeedScanner.findSpaced(in: text) }
        if triggers.contains(.gluedWords) { found += GluedSeedScanner.find(in: text) }
        if triggers.contains(.han) { found += ChineseLineScanner.find(in: text) }
        if triggers.contains(.opaqueToken) {
            found += KeyScanner.find(in: text)
            found += APISecretScanner.find(in: text)
        }
        if triggers.contains(.cardDigits) { found += CardScanner.find(in: text) }
        if triggers.contains(.codeDigits) { found += OneTimeCodeScanner.find(in: text) }
        return found
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
