/// All ten word lists and their four-letter abbreviations in one open-addressing table over folded bytes: a look-up
/// costs one hash and, on a hit, one comparison, and allocates nothing. Built once; about 1 MB.
struct WordIndex: Sendable {
    /// One list a word belongs to, and its number there.
    struct Membership: Sendable {
        let language: SeedLanguage
        let number: UInt16
        let isAbbreviation: Bool
    }

    static let shared = WordIndex()
    static let abbreviationBytes = 4
    /// Shortest and longest key, in folded bytes: one Han character; eleven Jamo and more.
    static let keyBytes = 3...48
    private static let slotBits = 17

    /// hash (32 bits) << 32 | entry + 1; 0 is empty.
    private var slots: [UInt64]
    private var entries: [(offset: UInt32, length: UInt32, memberships: [Membership])] = []
    private var pool: [UInt8] = []

    private init() {
        slots = Array(repeating: 0, count: 1 << Self.slotBits)
        for language in SeedLanguage.allCases {
            let words = language.words.map { FoldedText.folded(Substring($0)) }
            for (number, word) in words.enumerated() {
                insert(word[...], language: language, number: number, isAbbreviation: false)
            }
            guard language.isAbbreviated else { continue }
            for (number, word) in words.enumerated() where word.count > Self.abbreviationBytes {
                insert(word.prefix(Self.abbreviationBytes), language: language, number: number, isAbbreviation: true)
            }
        }
    }

    @inline(__always) static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }

    static let hashSeed: UInt64 = 0xCBF2_9CE4_8422_2325

    /// The entry of the word at `range`, whose lower-case hash the caller has at hand; -1 where it is in no list.
    @inline(__always) func entry(
        of range: Range<Int>,
        in bytes: UnsafeBufferPointer<UInt8>,
        hash: UInt64
    ) -> Int32 {
        let mixed = hash ^ hash >> 29
        let tag = mixed >> 32
        var slot = Int(truncatingIfNeeded: mixed) & (slots.count - 1)
        while slots[slot] != 0 {
            if slots[slot] >> 32 == tag {
                let entry = Int(slots[slot] & 0xFFFF_FFFF) - 1
                if matches(entry, range, bytes) { return Int32(entry) }
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return -1
    }

    func memberships(of entry: Int32) -> [Membership] { entries[Int(entry)].memberships }

    private func matches(_ entry: Int, _ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let (offset, length, _) = entries[entry]
        guard Int(length) == range.count else { return false }
        for index in 0..<range.count {
            let byte = bytes[range.lowerBound + index]
            guard (ASCII.isUpper(byte) ? byte | 0x20 : byte) == pool[Int(offset) + index] else { return false }
        }
        return true
    }

    private mutating func insert(
        _ key: ArraySlice<UInt8>,
        language: SeedLanguage,
        number: Int,
        isAbbreviation: Bool
    ) {
        let membership = Membership(language: language, number: UInt16(number), isAbbreviation: isAbbreviation)
        let hash = key.reduce(Self.hashSeed) { Self.step($0, $1) }
        let found = key.withUnsafeBufferPointer { entry(of: 0..<key.count, in: $0, hash: hash) }
        guard found < 0 else {
            let isKnown = entries[Int(found)].memberships.contains { $0.language == language }
            if !isKnown { entries[Int(found)].memberships.append(membership) }
            return
        }
        entries.append((UInt32(pool.count), UInt32(key.count), [membership]))
        pool.append(contentsOf: key)
        let mixed = hash ^ hash >> 29
        var slot = Int(truncatingIfNeeded: mixed) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = (mixed & 0xFFFF_FFFF_0000_0000) | UInt64(entries.count)
    }
}
