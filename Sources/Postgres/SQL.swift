/// A statement together with its bound values.
///
/// Written as a literal: `"SELECT a FROM t WHERE id = \(id)"` becomes `… WHERE id = $1` with one bound value, so that a
/// value can never become text of the statement. `\(fragment)` with another `SQL` splices its text and renumbers its
/// values. `\(unsafeSQL: text)` is the only way to put a `String` into the text, and each use needs a comment.
///
/// Values are encoded when the literal is built; one that PostgreSQL cannot hold (a NUL in text, an instant out of range)
/// is refused when the statement is about to be sent, before a byte leaves.
package struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// What the protocol can count in one message.
    package static let bindsMax = 65_535

    /// Text around the values: always one piece more than there are values.
    let pieces: [String]
    let values: BoundValues

    package init(stringLiteral text: String) {
        pieces = [text]
        values = BoundValues()
    }

    package init(stringInterpolation interpolation: StringInterpolation) {
        pieces = interpolation.pieces
        values = interpolation.values
    }

    /// The text as the server sees it, with `$1`, `$2`, … in place of the values.
    package var text: String {
        var text = pieces[0]
        for (index, piece) in pieces.dropFirst().enumerated() {
            text += "$\(index + 1)\(piece)"
        }
        return text
    }

    package var bindCount: Int { values.types.count }

    package static func + (first: SQL, second: SQL) -> SQL { "\(first)\(second)" }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces = [""]
        fileprivate var values = BoundValues()

        package init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(interpolationCount + 1)
            values.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) {
            pieces[pieces.count - 1] += literal
        }

        package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            values.append(value)
            pieces.append("")
        }

        /// Nil is NULL. Spelled out so that the compiler does not warn of an optional in a text.
        package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            values.append(value)
            pieces.append("")
        }

        package mutating func appendInterpolation(_ fragment: SQL) {
            pieces[pieces.count - 1] += fragment.pieces[0]
            pieces += fragment.pieces.dropFirst()
            values.append(fragment.values)
        }

        /// A value in its binary form; nil is NULL.
        mutating func append(encoded bytes: ArraySlice<UInt8>?, type: UInt32) {
            values.append(encoded: bytes, type: type)
            pieces.append("")
        }

        mutating func refuse(_ error: PostgresError) { values.refuse(error) }

        package mutating func appendInterpolation(unsafeSQL text: String) {
            pieces[pieces.count - 1] += text
        }
    }
}

extension Array where Element == SQL {
    /// One statement from many fragments, for lists of conditions or of rows to insert.
    package func joined(separator: SQL) -> SQL {
        var joined = SQL.StringInterpolation(literalCapacity: 0, interpolationCount: 0)
        for (index, fragment) in enumerated() {
            if index > 0 { joined.appendInterpolation(separator) }
            joined.appendInterpolation(fragment)
        }
        return SQL(stringInterpolation: joined)
    }
}

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

    fileprivate mutating func reserveCapacity(_ count: Int) {
        guard count > 0 else { return }
        types.reserveCapacity(count)
        lengths.reserveCapacity(count)
        bytes.reserveCapacity(count * Self.bytesPerValueExpected)
    }

    fileprivate mutating func append<Value: PostgresEncodable>(_ value: Value) {
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

    fileprivate mutating func append(encoded value: ArraySlice<UInt8>?, type: UInt32) {
        types.append(type)
        guard let value else { return lengths.append(-1) }
        lengths.append(Int32(clamping: value.count))
        bytes.append(contentsOf: value)
    }

    fileprivate mutating func refuse(_ error: PostgresError) {
        if refused == nil { refused = Refusal(error) }
    }

    fileprivate mutating func append(_ other: BoundValues) {
        bytes += other.bytes
        types += other.types
        lengths += other.lengths
        refused = refused ?? other.refused
    }
}
