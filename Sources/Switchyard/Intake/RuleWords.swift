import Foundation

/// The words of all of a tenant's rules, found in one pass over a text however many there are: bucketed by their first two
/// bytes. Composed and decomposed letters are the same, and so are upper and lower case.
struct RuleWords: Sendable, Hashable {
    private static let bucketCount = 1_024

    private struct Entry: Sendable, Hashable {
        let word: [UInt8]
        let rule: Int
    }

    private var buckets: [[Entry]] = []
    /// Whether a bucket has anything in it: asked at every letter of a text, and mostly not so.
    private var isUsed: [Bool] = []
    /// Words of one byte, which have no second one to be bucketed by.
    private var single: [Entry] = []
    private var ruleCount = 0

    /// - Parameter rules: the words of each.
    init(_ rules: [[String]]) {
        guard rules.contains(where: { !$0.isEmpty }) else { return }
        ruleCount = rules.count
        buckets = Array(repeating: [], count: Self.bucketCount)
        for (rule, words) in rules.enumerated() {
            for word in words {
                let entry = Entry(word: Self.folded(word), rule: rule)
                switch entry.word.count {
                case 0: continue
                case 1: single.append(entry)
                default: buckets[Self.bucket(entry.word[0], entry.word[1])].append(entry)
                }
            }
        }
        isUsed = buckets.map { !$0.isEmpty }
    }

    /// The rules of which at least one word is in the text.
    func rules(in text: String) -> Set<Int> {
        guard ruleCount > 0 else { return [] }
        var found: Set<Int> = []
        Self.folded(text).withUnsafeBufferPointer { bytes in
            for entry in single where bytes.contains(entry.word[0]) { found.insert(entry.rule) }
            for index in bytes.indices.dropLast() {
                let bucket = Self.bucket(bytes[index], bytes[index + 1])
                guard isUsed[bucket] else { continue }
                for entry in buckets[bucket] where Self.matches(entry.word, bytes, at: index) {
                    found.insert(entry.rule)
                }
            }
        }
        return found
    }

    private static func matches(_ word: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        guard word.count <= bytes.count - start else { return false }
        return word.indices.allSatisfy { word[$0] == bytes[start + $0] }
    }

    private static func folded(_ text: String) -> [UInt8] {
        var text = text
        if let ascii = text.withUTF8(ASCII.lowered) { return ascii }
        let lower = text.lowercased()
        let isASCII = lower.utf8.allSatisfy { $0 < 0x80 }
        return Array((isASCII ? lower : lower.precomposedStringWithCanonicalMapping).utf8)
    }

    private static func bucket(_ first: UInt8, _ second: UInt8) -> Int {
        (Int(first) &* 31 &+ Int(second)) & (bucketCount - 1)
    }
}
