/// Words for what an answer holds. A writer is told how much we take; a reader is told only what it will find.
extension Schema {
    package static let id: Schema = .format(.uuid)
    package static let at: Schema = .format(.instant)
    /// A text of any length.
    package static let said: Schema = .text(0...Int.max)
    package static let count: Schema = .integer(0...exactIntegers.upperBound)
    package static let whole: Schema = .integer(exactIntegers)

    /// A list of any length.
    package static func many(_ element: Schema) -> Schema { .array(of: element, count: 0...Int.max) }

    /// An object with one entry for every case of a kind.
    package static func each<Kind: CaseIterable & RawRepresentable<String>>(_: Kind.Type, _ value: Schema) -> Schema {
        .object(Kind.allCases.map { .required($0.rawValue, value) })
    }

    /// A list that is answered whole.
    package static func items(_ element: Schema) -> Schema { .object([.required("items", .many(element))]) }

    /// A page of a list, with what else the answer says of it.
    package static func page(_ element: Schema, _ more: [Field] = []) -> Schema {
        .object(
            more + [
                .required("items", .many(element)),
                .required("next_cursor", .said, nullable: true, "Null on the last page."),
            ]
        )
    }
}

extension Schema.Field {
    /// A member that is always there, and may be null.
    package static func orNull(_ name: String, _ schema: Schema, _ description: String? = nil) -> Schema.Field {
        .required(name, schema, nullable: true, description)
    }
}
