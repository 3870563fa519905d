/// The encoded values of one statement, one behind the other in one buffer, because that is how they travel.
struct BoundValues: Sendable {
    private static let bytesPerValueExpected = 24

    private(set) var bytes: [UInt8] = []
    /// Declared types.
    private(set) var types: [UInt32] = []
    /// Bytes of each value; -1 is NULL.
    private(set) var lengths: [Int32] = []
    /// Why the first value that cannot be sent cannot. Nearly always nil, and statements are copied often: one pointer.
    private var refused: Refusal?
    var refusal: PostgresError? { refused?.error }

    private final class Refusal: Sendable {
        let error: PostgresError

        init(_ error: PostgresError) { self.error = error }
    }

    var count: Int { types.count }
    var isEmpty: Bool { types.isEmpty }

    mutating func reserveCapacity(_ count: Int) {
        reserveCapacity(count, bytes: count * Self.bytesPerValueExpected)
    }

    mutating func reserveCapacity(_ count: Int, bytes byteCount: Int) {
        guard count > 0 else { return }
        types.reserveCapacity(count)
        lengths.reserveCapacity(count)
        bytes.reserveCapacity(byteCount)
    }

    mutating func append<Value: PostgresEncodable>(_ value: Value) {
        types.append(Value.postgresType.oid)
        let start = bytes.count
        do throws(PostgresError) {
            let isNull = try !value.encode(into: &bytes)
            guard let length = Int32(exactly: bytes.count - start), length <= Int32.max / 2 else {
                throw PostgresError(kind: .limit, message: "a value is larger than 1 GB")
            }
            lengths.append(isNull ? -1 : length)
        } catch {
            bytes.removeSubrange(start...)
            lengths.append(-1)
            refuse(error)
        }
    }

    mutating func appendNull(_ type: PostgresType) {
        types.append(type.oid)
        lengths.append(-1)
    }

    mutating func append(encoded value: [UInt8], type: UInt32) {
        types.append(type)
        lengths.append(Int32(clamping: value.count))
        bytes += value
    }

    mutating func append(_ other: BoundValues) {
        if types.capacity == 0 {
            (bytes, types, lengths) = (other.bytes, other.types, other.lengths)
        } else {
            bytes += other.bytes
            types += other.types
            lengths += other.lengths
        }
        refused = refused ?? other.refused
    }

    /// Some of another's values, which lie at `range` of its bytes.
    mutating func append(_ other: BoundValues, _ places: Range<Int>, bytes range: Range<Int>) {
        bytes += other.bytes[range]
        types += other.types[places]
        lengths += other.lengths[places]
    }

    /// The first values alone.
    mutating func cut(to count: Int) {
        bytes.removeSubrange(byteCount(of: 0..<count)...)
        types.removeSubrange(count...)
        lengths.removeSubrange(count...)
    }

    func byteCount(of places: Range<Int>) -> Int {
        lengths[places].reduce(0) { $0 + Int(max($1, 0)) }
    }

    mutating func refuse(_ error: PostgresError) {
        if refused == nil { refused = Refusal(error) }
    }

    mutating func forgetRefusal() { refused = nil }
}
