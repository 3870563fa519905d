import Testing

@testable import Switchyard

struct SchemaCase: CustomTestStringConvertible, Sendable {
    let name: String
    let schema: Schema
    let json: JSON
    let errors: [FieldError]
    var testDescription: String { name }

    init(_ name: String, _ schema: Schema, _ json: JSON, _ errors: FieldError...) {
        self.name = name
        self.schema = schema
        self.json = json
        self.errors = errors
    }

    static let person: Schema = .object([
        .required("name", .text(1...5)), .optional("age", .integer(0...150)),
        .optional("mail", .format(.email), nullable: true, "Where to write"),
    ])

    static let all: [SchemaCase] = [
        SchemaCase("complete", person, ["name": "Ann", "age": 7, "mail": .null]),
        SchemaCase("absent", person, [:], FieldError("/name", .required)),
        SchemaCase(
            "null where not nullable",
            person,
            ["name": .null],
            FieldError("/name", .wrongType, ["expected": "string"])
        ),
        SchemaCase("unknown", person, ["name": "A", "a/b~": 1], FieldError("/a~1b~0", .unknownField)),
        SchemaCase("not an object", person, [1], FieldError("", .wrongType, ["expected": "object"])),
        SchemaCase(
            "long",
            person,
            ["name": "Annabel"],
            FieldError("/name", .tooLong, ["max": "5", "unit": "characters"])
        ),
        SchemaCase("short", person, ["name": ""], FieldError("/name", .tooShort, ["min": "1", "unit": "characters"])),
        SchemaCase("five characters of three bytes", person, ["name": "提现提现提"]),
        SchemaCase("bytes", .bytes(0...5), "提现", FieldError("", .tooLong, ["max": "5", "unit": "bytes"])),
        SchemaCase(
            "range",
            person,
            ["name": "A", "age": 151],
            FieldError("/age", .outOfRange, ["min": "0", "max": "150"])
        ),
        SchemaCase(
            "fraction",
            person,
            ["name": "A", "age": 1.5],
            FieldError("/age", .wrongType, ["expected": "integer"])
        ),
        SchemaCase("whole number with a fraction of zero", person, ["name": "A", "age": 2.0]),
        SchemaCase(
            "format",
            person,
            ["name": "A", "mail": "a@b"],
            FieldError("/mail", .badFormat, ["format": "email"])
        ),
        SchemaCase("list", .oneOf(["low", "high"]), "mid", FieldError("", .notInList, ["values": "low, high"])),
        SchemaCase("list, other type", .oneOf(["low"]), 1, FieldError("", .wrongType, ["expected": "string"])),
        SchemaCase("number", .number(0...1), 1.5, FieldError("", .outOfRange, ["min": "0.0", "max": "1.0"])),
        SchemaCase("any number", .number(nil), 1e300),
        SchemaCase("number as text", .number(nil), "1", FieldError("", .wrongType, ["expected": "number"])),
        SchemaCase("flag", .boolean, "true", FieldError("", .wrongType, ["expected": "boolean"])),
        SchemaCase(
            "many",
            .list(of: .boolean, max: 1),
            [true, true],
            FieldError("", .tooMany, ["max": "1", "unit": "items"])
        ),
        SchemaCase("few", .list(of: .boolean, min: 1), [], FieldError("", .tooShort, ["min": "1", "unit": "items"])),
        SchemaCase("item", .list(of: .boolean), [true, 1], FieldError("/1", .wrongType, ["expected": "boolean"])),
        SchemaCase("array", .list(of: .boolean), true, FieldError("", .wrongType, ["expected": "array"])),
        SchemaCase("map", map, ["vip": ["x"]]),
        SchemaCase("map key", map, ["V I P": []], FieldError("/V I P", .badFormat, ["format": "slug"])),
        SchemaCase("map value", map, ["vip": [1]], FieldError("/vip/0", .wrongType, ["expected": "string"])),
        SchemaCase(
            "map entries",
            map,
            ["a": [], "b": [], "c": []],
            FieldError("", .tooMany, ["max": "2", "unit": "entries"])
        ),
        SchemaCase("map type", map, 1, FieldError("", .wrongType, ["expected": "object"])),
        SchemaCase("the one type", seconds, 60),
        SchemaCase("the other", seconds, ["P1": 60]),
        SchemaCase("one type's bounds", seconds, 0, FieldError("", .outOfRange, ["min": "1", "max": "99"])),
        SchemaCase("the other's", seconds, ["P1": 0], FieldError("/P1", .outOfRange, ["min": "1", "max": "99"])),
        SchemaCase("none of the types", seconds, "60", FieldError("", .wrongType, ["expected": "number or object"])),
        SchemaCase("too few entries", seconds, [:], FieldError("", .required)),
        SchemaCase("the first form", forms, ["many": [1], "more": true]),
        SchemaCase("the other form", forms, ["one": 1, "more": true]),
        SchemaCase("no form", forms, [:], FieldError("/one", .required)),
        SchemaCase("a member of the other form", forms, ["many": [1], "one": 1], FieldError("/one", .unknownField)),
        SchemaCase("no object of a form", forms, 1, FieldError("", .wrongType, ["expected": "object"])),
        SchemaCase("one of either", either, ["b": true, "more": true]),
        SchemaCase("none of either", either, ["more": true], FieldError("/a", .required)),
        SchemaCase("both of either", either, ["b": true, "a": true], FieldError("/b", .unknownField)),
        SchemaCase("either, not an object", either, 1, FieldError("", .wrongType, ["expected": "object"])),
        SchemaCase("one of a choice", choice, ["note": true]),
        SchemaCase("none of a choice", choice, [:], FieldError("", .required)),
        SchemaCase(
            "several of a choice",
            choice,
            ["note": true, "name": "a"],
            FieldError("", .tooMany, ["max": "1", "unit": "members"])
        ),
        SchemaCase(
            "not available",
            .object([.optional("later", .unavailable)]),
            ["later": 1],
            FieldError("/later", .outOfRange, ["reason": "not_available"])
        ),
        SchemaCase("any", .any, ["x": [.null]]),
        SchemaCase("named", .named("Person", .described("One", person)), [:], FieldError("/name", .required)),
        SchemaCase(
            "several",
            person,
            ["age": -1, "x": 1],
            FieldError("/age", .outOfRange, ["min": "0", "max": "150"]),
            FieldError("/x", .unknownField),
            FieldError("/name", .required)
        ),
    ]

    static let seconds: Schema = .byType([
        .integer(1...99), .map(of: .integer(1...99), entriesMin: 1, entriesMax: 2, key: StringRule()),
    ])

    static let forms: Schema = .formed(
        by: "many",
        .object([.required("many", .list(of: .integer(0...9))), .optional("more", .boolean)]),
        otherwise: .object([.required("one", .integer(0...9)), .optional("more", .boolean)])
    )

    static let either: Schema = .either(
        ["a", "b"],
        .object([.optional("a", .boolean), .optional("b", .boolean), .optional("more", .boolean)])
    )

    static let choice: Schema = .choice([.optional("note", .boolean), .optional("name", .text(1...9))])

    static let map: Schema = .map(of: .list(of: .text(0...9)), entriesMax: 2, key: StringRule(format: .slug))
}

struct SchemaTests {
    @Test(arguments: SchemaCase.all)
    func `a body is judged with pointer, code and figures`(_ example: SchemaCase) {
        #expect(example.schema.validate(example.json) == example.errors)
    }

    @Test func `every code of the schema is produced by some body`() {
        let beyondTheSchema: Set<FieldError.Code> = [
            .taken, .unknown, .sameCase, .cannotMove, .notEntitled, .notCovered, .doubleBooked, .neverOpen,
            .containsSecret, .asksForSecret, .tooCommon, .ownName, .notPermitted, .fixed,
        ]
        let seen = Set(SchemaCase.all.flatMap(\.errors).map(\.code))
        #expect(seen == Set(FieldError.Code.allCases).subtracting(beyondTheSchema))
    }

    @Test func `at most so many errors are reported`() throws {
        let numbers = JSON.array((0..<500).map { .integer($0) })
        #expect(Schema.list(of: .boolean).validate(numbers).count == Schema.errorsMax)
        let unknown = JSON.object(JSONObject((0..<500).map { ("k\($0)", .null) }))
        #expect(SchemaCase.person.validate(unknown).count == Schema.errorsMax)
    }

    @Test func `whole numbers beyond 64 bits are out of range`() throws {
        let huge = try JSONParser.parse("99999999999999999999")
        #expect(Schema.integer(0...9).validate(huge).map(\.code) == [.outOfRange])
    }

    @Test func `accessors read an accepted body and never crash on another`() throws {
        let body: JSON = [
            "name": "Ann", "age": 7, "tags": ["a", "b"], "open": true, "rate": 0.5, "who": ["id": 1], "gone": .null,
            "id": "018f0000-abcd-7000-8000-00000000000a",
        ]
        #expect(try body.string("name") == "Ann")
        #expect(try body.integer("age") == 7)
        #expect(try body.strings("tags") == ["a", "b"])
        #expect(try body.array("tags").count == 2)
        #expect(try body.bool("open"))
        #expect(try body.number("rate").double == 0.5)
        #expect(try body.object("who").integer("id") == 1)
        #expect(try body.uuid("id").json == body["id"])
        #expect(try body.optionalString("gone") == nil)
        #expect(try body.optionalInteger("absent") == nil)
        #expect(throws: FieldError("/absent", .required)) { try body.string("absent") }
        #expect(throws: FieldError("/gone", .wrongType, ["expected": "string"])) { try body.string("gone") }
        #expect(throws: FieldError("/age", .wrongType, ["expected": "string"])) { try body.optionalString("age") }
        #expect(throws: FieldError("/name", .badFormat, ["format": "uuid"])) { try body.uuid("name") }
        #expect(throws: FieldError("/x", .required)) { try JSON.null.array("x") }
    }
}

struct SchemaDocumentTests {
    @Test func `an object lists its fields and closes itself`() {
        let expected: JSON = [
            "type": "object",
            "properties": [
                "name": ["type": "string", "pattern": "^[^\\u0000]*$", "minLength": 1, "maxLength": 5],
                "age": ["type": "integer", "minimum": 0, "maximum": 150],
                "mail": [
                    "type": ["string", "null"], "format": "email", "pattern": .string(StringFormat.email.pattern),
                    "maxLength": 254, "description": "Where to write",
                ],
            ],
            "required": ["name"],
            "additionalProperties": false,
        ]
        #expect(SchemaCase.person.openAPI() == expected)
    }

    @Test func `named schemas are referred to and collected once each`() {
        let person: Schema = .named("Person", SchemaCase.person)
        let team: Schema = .named(
            "Team",
            .object([.required("lead", person), .required("deputy", person, nullable: true, "Stands in")])
        )
        #expect(team.openAPI() == ["$ref": "#/components/schemas/Team"])
        let components = team.components()
        #expect(Set(components.keys) == ["Person", "Team"])
        #expect(components["Person"] == SchemaCase.person.openAPI())
        let reference: JSON = ["$ref": "#/components/schemas/Person"]
        #expect(components["Team"]?["properties"]?["lead"] == reference)
        #expect(
            components["Team"]?["properties"]?["deputy"]
                == ["anyOf": [reference, ["type": "null"]], "description": "Stands in"]
        )
    }

    @Test func `lists of values admit null where the field does`() {
        let schema: Schema = .object([.optional("level", .oneOf(["low", "high"]), nullable: true)])
        #expect(
            schema.openAPI()["properties"]?["level"]
                == ["type": ["string", "null"], "enum": ["low", "high", .null]]
        )
        #expect(schema.openAPI()["required"] == nil)
    }

    @Test func `the other kinds have their keywords`() {
        #expect(Schema.boolean.openAPI() == ["type": "boolean"])
        #expect(Schema.any.openAPI() == [:])
        #expect(Schema.unavailable.openAPI() == ["not": [:]])
        #expect(Schema.number(nil).openAPI() == ["type": "number"])
        #expect(Schema.number(0...1).openAPI() == ["type": "number", "minimum": 0.0, "maximum": 1.0])
        #expect(
            Schema.list(of: .boolean, max: 3, min: 1).openAPI()
                == ["type": "array", "items": ["type": "boolean"], "minItems": 1, "maxItems": 3]
        )
        #expect(
            Schema.bytes(1...64).openAPI()
                == [
                    "type": "string", "pattern": "^[^\\u0000]*$", "minLength": 1, "maxLength": 64, "x-bytes-max": 64,
                ]
        )
        #expect(SchemaCase.map.openAPI()["maxProperties"] == 2)
        guard case .array(let types)? = SchemaCase.seconds.openAPI()["anyOf"] else {
            Issue.record("no types")
            return
        }
        #expect(types.map { $0["type"] } == ["integer", "object"] && types.last?["minProperties"] == 1)
        guard case .array(let forms)? = SchemaCase.forms.openAPI()["anyOf"] else {
            Issue.record("no forms")
            return
        }
        #expect(forms.map { $0["required"] } == [["many"], ["one"]])
        #expect(SchemaCase.either.openAPI()["oneOf"] == [["required": ["a"]], ["required": ["b"]]])
        let choice = SchemaCase.choice.openAPI()
        #expect(choice["minProperties"] == 1 && choice["maxProperties"] == 1)
        #expect(SchemaCase.person.openAPI()["minProperties"] == nil)
        #expect(SchemaCase.map.openAPI()["propertyNames"]?["pattern"] == .string(StringFormat.slug.pattern))
        #expect(Schema.described("Yes or no", .boolean).openAPI() == ["type": "boolean", "description": "Yes or no"])
    }
}
