/// Follows list words that stand at even distances with the same word before each ("word 1: … word 2: …", "… and … and …"):
/// the label of a list somebody numbered by hand.
struct SeedSpacing {
    /// Distances between two words of a spaced phrase, in words.
    static let strides = 2...6

    private var hashes = SIMD8<UInt32>()
    /// One vector for each of the last words: lengths of the rows that end with it, by stride.
    private var rows = InlineArray<8, SIMD8<UInt8>>(repeating: SIMD8())
    private var count = 0

    /// Takes the next word; returns the longest row that ends with it.
    @inline(__always) mutating func note(_ hash: UInt64, isListed: Bool) -> UInt8 {
        let longest = isListed ? longestRow() : 0
        if !isListed { rows[count & 7] = SIMD8() }
        hashes[count & 7] = UInt32(truncatingIfNeeded: hash ^ hash >> 32)
        count &+= 1
        return longest
    }

    private mutating func longestRow() -> UInt8 {
        let before = hashes[(count &- 1) & 7]
        var lengths = SIMD8<UInt8>()
        for stride in Self.strides {
            let isSame = hashes[(count &- 1 &- stride) & 7] == before
            let length = rows[(count &- stride) & 7][stride]
            // The first word of a row may have nothing before it.
            lengths[stride] = isSame || length == 1 ? min(length, 100) + 1 : 1
        }
        rows[count & 7] = lengths
        return lengths.max()
    }
}
