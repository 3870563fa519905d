/// The placeholders in a text that was cleaned before (a quoted mail, an import): what they name is gone, so their words
/// tell nothing about what stands beside them.
enum SecretPlaceholder {
    private static let texts = SecretKind.allCases.map { Array($0.placeholder.utf8) }
    private static let ending: StaticString = " removed]"

    /// Whether the bracket at `index` may close one.
    static func ends(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        let start = index + 1 - ending.utf8CodeUnitCount
        return start >= 0 && (start...index).allSatisfy { bytes[$0] == ending.utf8Start[$0 - start] }
    }

    static func places(in bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var places: [Range<Int>] = []
        for index in bytes.indices where bytes[index] == UInt8(ascii: "[") {
            guard let text = texts.first(where: { bytes[index...].starts(with: $0) }) else { continue }
            places.append(index..<(index + text.count))
        }
        return places
    }
}
