/// The one description of a JSON body: requests are checked against it, and the OpenAPI component is made from it, so
/// the two cannot drift apart.
package indirect enum Schema: Sendable {
    case string(StringRule)
    case integer(ClosedRange<Int64>)
    /// Any number; bounds are inclusive.
    case number(ClosedRange<Double>?)
    case boolean
    case array(of: Schema, count: ClosedRange<Int>)
    /// Fields not named here are refused, and so is another number of members than `members`.
    case object([Field], members: ClosedRange<Int> = 0...Int.max)
    /// An object in which exactly one of these members is there.
    case either([String], Schema)
    /// Free keys, all with values of one kind.
    case map(of: Schema, entriesMin: Int = 0, entriesMax: Int, key: StringRule)
    /// Objects of two forms, told apart by whether a member is there that only the first has.
    case formed(by: String, Schema, otherwise: Schema)
    /// Values of several types, with a schema for each: the one of the value's own type judges it.
    case byType([Schema])
    case any
    /// Whatever is sent is refused: a member that is named so that a reader knows that it is not there yet.
    case unavailable
    /// A schema the OpenAPI document refers to by name: `#/components/schemas/NAME`.
    case named(String, Schema)
    case described(String, Schema)

    /// Elements of an array when a schema does not say.
    package static let elementsMax = 1000
    /// Whole numbers every JSON reader holds exactly: ±(2⁵³ − 1).
    package static let exactIntegers: ClosedRange<Int64> = -9_007_199_254_740_991...9_007_199_254_740_991

    /// One field of an object. A null counts as a value: it is refused unless the field is nullable.
    package struct Field: Sendable {
        package let name: String
        package let schema: Schema
        package let isRequired: Bool
        package let isNullable: Bool
        package let description: String?

        package static func required(
            _ name: String,
            _ schema: Schema,
            nullable: Bool = false,
            _ description: String? = nil
        ) -> Field {
            Field(name: name, schema: schema, isRequired: true, isNullable: nullable, description: description)
        }

        package static func optional(
            _ name: String,
            _ schema: Schema,
            nullable: Bool = false,
            _ description: String? = nil
        ) -> Field {
            Field(name: name, schema: schema, isRequired: false, isNullable: nullable, description: description)
        }
    }

    /// A free text of so many characters (Unicode scalars, as JSON Schema counts).
    package static func text(_ characters: ClosedRange<Int>) -> Schema {
        .string(StringRule(length: characters, unit: .characters))
    }

    /// A text of so many UTF-8 bytes, for what is stored or hashed by size.
    package static func bytes(_ bytes: ClosedRange<Int>) -> Schema {
        .string(StringRule(length: bytes, unit: .bytes))
    }

    package static func format(_ format: StringFormat) -> Schema { .string(StringRule(format: format)) }

    package static func oneOf(_ values: [String]) -> Schema { .string(StringRule(values: values)) }

    /// The raw values of a kind: `.oneOf(TicketPriority.self)`.
    package static func oneOf<Kind: CaseIterable & RawRepresentable<String>>(_ kind: Kind.Type) -> Schema {
        oneOf(kind.allCases.map(\.rawValue))
    }

    /// One of these fields, and no more.
    package static func choice(_ fields: [Field]) -> Schema { .object(fields, members: 1...1) }

    package static func list(of element: Schema, max: Int = elementsMax, min: Int = 0) -> Schema {
        .array(of: element, count: min...max)
    }
}

/// What a string must be. Length, format and values all have to hold.
package struct StringRule: Sendable {
    package enum LengthUnit: String, CaseIterable, Sendable {
        case characters, bytes
    }

    /// Characters of a text when a rule does not say.
    package static let charactersMax = 10_000

    package let length: ClosedRange<Int>
    package let unit: LengthUnit
    package let format: StringFormat?
    /// Compared byte for byte; nil means any.
    package let values: [String]?

    package init(
        length: ClosedRange<Int> = 0...charactersMax,
        unit: LengthUnit = .characters,
        format: StringFormat? = nil,
        values: [String]? = nil
    ) {
        self.length = length
        self.unit = unit
        self.format = format
        self.values = values
    }
}
