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
    let binds: [Bind]

    package init(stringLiteral text: String) {
        pieces = [text]
        binds = []
    }

    package init(stringInterpolation interpolation: StringInterpolation) {
        pieces = interpolation.pieces
        binds = interpolation.binds
    }

    /// The text as the server sees it, with `$1`, `$2`, … in place of the values.
    package var text: String {
        var text = pieces[0]
        for (index, piece) in pieces.dropFirst().enumerated() {
            text += "$\(index + 1)\(piece)"
        }
        return text
    }

    package var bindCount: Int { binds.count }

    package static func + (first: SQL, second: SQL) -> SQL { "\(first)\(second)" }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces = [""]
        fileprivate var binds: [Bind] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(interpolationCount + 1)
            binds.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) {
            pieces[pieces.count - 1] += literal
        }

        package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            binds.append(Bind(value))
            pieces.append("")
        }

        /// Nil is NULL. Spelled out so that the compiler does not warn of an optional in a text.
        package mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            binds.append(Bind(value))
            pieces.append("")
        }

        package mutating func appendInterpolation(_ fragment: SQL) {
            pieces[pieces.count - 1] += fragment.pieces[0]
            pieces += fragment.pieces.dropFirst()
            binds += fragment.binds
        }

        package mutating func appendInterpolation(unsafeSQL text: String) {
            pieces[pieces.count - 1] += text
        }
    }
}

extension Array where Element == SQL {
    /// One statement from many fragments, for lists of conditions or of rows to insert.
    package func joined(separator: SQL) -> SQL {
        var joined: SQL = ""
        for (index, fragment) in enumerated() {
            joined = index == 0 ? fragment : "\(joined)\(separator)\(fragment)"
        }
        return joined
    }
}

/// One encoded value: its declared type and its binary form, or the reason why it cannot be sent.
struct Bind: Sendable {
    let oid: UInt32
    let bytes: [UInt8]?
    let refusal: PostgresError?

    init<Value: PostgresEncodable>(_ value: Value) {
        oid = Value.postgresType.oid
        do throws(PostgresError) {
            bytes = try value.postgresBytes()
            refusal = nil
        } catch {
            bytes = nil
            refusal = error
        }
    }
}
