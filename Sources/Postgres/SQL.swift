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

    /// The text in the order it was written.
    enum Piece: Hashable, Sendable {
        case text(String)
        /// So many values with commas between them, as a row of them has.
        case values(Int)

        /// Of what was written.
        var utf8: String.UTF8View {
            switch self {
            case .text(let text): text.utf8
            case .values: "".utf8
            }
        }
    }

    /// A statement goes through many hands before it is sent: one reference, and not one for each of its parts.
    private final class Content: Sendable {
        let pieces: [Piece]
        let values: BoundValues

        init(_ pieces: [Piece], _ values: BoundValues) {
            self.pieces = pieces
            self.values = values
        }
    }

    private let content: Content
    var pieces: [Piece] { content.pieces }
    var values: BoundValues { content.values }

    package init(stringLiteral text: String) {
        content = Content(text.isEmpty ? [] : [.text(text)], BoundValues())
    }

    package init(stringInterpolation interpolation: StringInterpolation) {
        var interpolation = interpolation
        interpolation.endPieces()
        content = Content(interpolation.pieces, interpolation.values)
    }

    /// The text as the server sees it, with `$1`, `$2`, … in place of the values.
    package var text: String {
        var text = ""
        var number = 0
        for piece in pieces {
            switch piece {
            case .text(let part): text += part
            case .values(let count):
                for place in 0..<count {
                    number += 1
                    text += place > 0 ? ", $\(number)" : "$\(number)"
                }
            }
        }
        return text
    }

    package var bindCount: Int { values.count }

    package static func + (first: SQL, second: SQL) -> SQL { "\(first)\(second)" }

    package struct StringInterpolation: StringInterpolationProtocol {
        private static let comma = ", "

        fileprivate private(set) var pieces: [Piece] = []
        fileprivate private(set) var values = BoundValues()
        /// Values since the last piece, and the text behind them.
        private var run = 0
        private var text = ""
        private let valuesExpected: Int

        package init(literalCapacity: Int, interpolationCount: Int) {
            valuesExpected = interpolationCount
            pieces.reserveCapacity(2 * interpolationCount + 1)
        }

        package mutating func appendLiteral(_ literal: String) {
            if !text.isEmpty { endPieces() }
            text = literal
        }

        package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            appendValue(value)
        }

        /// Nil is NULL. Spelled out so that the compiler does not warn of an optional in a text, and that nothing has to ask at
        /// run time what an optional of a type is.
        package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            if let value { return appendValue(value) }
            beginValue()
            values.appendNull(Value.postgresType)
        }

        package mutating func appendInterpolation(_ fragment: SQL) {
            for piece in fragment.pieces {
                switch piece {
                case .text(let text): appendLiteral(text)
                case .values(let count): appendPlaces(count)
                }
            }
            values.append(fragment.values)
        }

        package mutating func appendInterpolation(unsafeSQL text: String) { appendLiteral(text) }

        mutating func appendValue<Value: PostgresEncodable>(_ value: Value) {
            beginValue()
            values.append(value)
        }

        private mutating func beginValue() {
            // Here and not at the beginning: what a fragment or a set of rows brings along has room of its own.
            if values.isEmpty { values.reserveCapacity(valuesExpected) }
            appendPlaces(1)
        }

        /// Values of another statement, or of rows, with commas between them.
        mutating func append(_ other: BoundValues, _ places: Range<Int>, bytes: Range<Int>) {
            values.append(other, places, bytes: bytes)
            appendPlaces(places.count)
        }

        /// A value in its binary form.
        mutating func append(encoded bytes: [UInt8], type: UInt32) {
            values.append(encoded: bytes, type: type)
            appendPlaces(1)
        }

        mutating func reserve(values count: Int, bytes: Int) {
            values.reserveCapacity(values.count + count, bytes: values.bytes.count + bytes)
        }

        mutating func refuse(_ error: PostgresError) { values.refuse(error) }

        private mutating func appendPlaces(_ count: Int) {
            if run > 0, text == Self.comma {
                text = ""
            } else {
                endPieces()
            }
            run += count
        }

        fileprivate mutating func endPieces() {
            if run > 0 { pieces.append(.values(run)) }
            if !text.isEmpty { pieces.append(.text(text)) }
            (run, text) = (0, "")
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
