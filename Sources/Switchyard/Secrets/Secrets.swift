/// Detection and redaction of secrets in customer text (`spec/secrets.md`). Pure: no clock, no I/O, linear in the text.
///
/// An ordinary text pays for one pass over its bytes (`TriggerScan`); only a text with a run of list words, a long
/// opaque token, enough digits or a telling word is looked at closely.
package enum Secrets {
    /// Largest gap, in characters, between a secret and the keyword that tells what it is ("near").
    package static let nearCharactersMax = 80
    /// Between joined parts: no scanner reads a token across it, seed words run through it.
    static let partSeparator = UInt8(ascii: "\u{1E}")

    /// Replaces every secret in `text`. `context` is what stands around it (attribute name, title): its keywords count
    /// as near, its own secrets are not looked for.
    package static func redact(_ text: String, context: String? = nil) -> Redaction {
        var text = text
        let families = context.map(KeywordMap.families(in:)) ?? []
        let found = text.withUTF8 { scan($0, context: families) }
        guard !found.isEmpty else { return Redaction(text: text, findings: []) }
        return replace(found, in: text)
    }

    /// Redacts texts that belong together (title and message, elements of an array, attribute values), so that a phrase
    /// split over them is found too. One redaction per part, in order; a part touched by a phrase gets its own finding.
    package static func redactJoined(_ parts: [String], context: String? = nil) -> [Redaction] {
        guard parts.count > 1 else { return parts.map { redact($0, context: context) } }
        var joined: [UInt8] = []
        joined.reserveCapacity(parts.reduce(0) { $0 + $1.utf8.count + 1 })
        var starts: [Int] = []
        for part in parts {
            starts.append(joined.count)
            joined.append(contentsOf: part.utf8)
            joined.append(partSeparator)
        }
        let families = context.map(KeywordMap.families(in:)) ?? []
        let found = joined.withUnsafeBufferPointer { scan($0, context: families) }
        guard !found.isEmpty else { return parts.map { Redaction(text: $0, findings: []) } }
        return split(found, over: parts, startingAt: starts)
    }

    private static func scan(_ bytes: UnsafeBufferPointer<UInt8>, context: KeywordFamilies) -> [SecretFinding] {
        guard FoldedText.needsFolding(bytes) else { return SecretScan(bytes, context: context).findings() }
        let folded = FoldedText(bytes)
        let found = folded.bytes.withUnsafeBufferPointer { SecretScan($0, context: context).findings() }
        let mapped = found.map { SecretFinding(kind: $0.kind, place: folded.original($0.place)) }
        return SecretScan.merged(mapped)
    }

    private static func split(
        _ found: [SecretFinding],
        over parts: [String],
        startingAt starts: [Int]
    ) -> [Redaction] {
        var next = 0
        return parts.indices.map { index in
            let part = parts[index]
            let range = starts[index]..<(starts[index] + part.utf8.count)
            while next < found.count, found[next].place.upperBound <= range.lowerBound { next += 1 }
            var own: [SecretFinding] = []
            var cursor = next
            while cursor < found.count, found[cursor].place.lowerBound < range.upperBound {
                let place = found[cursor].place.clamped(to: range)
                if !place.isEmpty {
                    let local = (place.lowerBound - range.lowerBound)..<(place.upperBound - range.lowerBound)
                    own.append(SecretFinding(kind: found[cursor].kind, place: local))
                }
                cursor += 1
            }
            return own.isEmpty ? Redaction(text: part, findings: []) : replace(own, in: part)
        }
    }

    private static func replace(_ found: [SecretFinding], in text: String) -> Redaction {
        let bytes = Array(text.utf8)
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var cursor = 0
        for finding in found {
            kept.append(contentsOf: bytes[cursor..<finding.place.lowerBound])
            kept.append(contentsOf: finding.kind.placeholder.utf8)
            cursor = finding.place.upperBound
        }
        kept.append(contentsOf: bytes[cursor...])
        return Redaction(text: String(decoding: kept, as: UTF8.self), findings: found)
    }
}
