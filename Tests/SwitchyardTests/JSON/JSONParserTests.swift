import Testing

@testable import Switchyard

struct AcceptedText: CustomTestStringConvertible, Sendable {
    let text: String
    let value: JSON
    var testDescription: String { text }

    init(_ text: String, _ value: JSON) {
        self.text = text
        self.value = value
    }

    static let all: [AcceptedText] = [
        AcceptedText("null", .null), AcceptedText(" true ", true), AcceptedText("\t\r\nfalse\n", false),
        AcceptedText("\"\"", ""), AcceptedText("[]", []), AcceptedText("{}", [:]), AcceptedText("[ ]", []),
        AcceptedText("{ }", [:]), AcceptedText("[1 , 2]", [1, 2]), AcceptedText("{\"a\" : null}", ["a": .null]),
        AcceptedText("{\"\":0}", ["": 0]), AcceptedText("\"\\u0041\\n\\/\"", "A\n/"),
        AcceptedText("\"\\ud83d\\uDE00\"", "😀"), AcceptedText("\"\u{7F}\u{2028}\"", "\u{7F}\u{2028}"),
        AcceptedText("\"提现\"", "提现"), AcceptedText("\"\\\"\\\\\\b\\f\\r\\t\"", "\"\\\u{8}\u{C}\r\t"),
        AcceptedText("\"a\\u00e9b\"", "aéb"), AcceptedText("\"\u{10FFFF}\"", "\u{10FFFF}"),
        AcceptedText("[[[1]],{\"x\":[{}]}]", [[[1]], ["x": [[:]]]]),
    ]

    static let numbers = [
        "0", "-0", "1", "-1", "10", "0.5", "-0.0", "1e5", "1E+5", "1e-5", "123.456e78", "9223372036854775808",
        "0.1000000000000000055511151231257827", "1e308", "0e999999", "2.2250738585072014e-308", "5e-324",
    ]
}

struct RefusedText: CustomTestStringConvertible, Sendable {
    let bytes: [UInt8]
    let code: JSONError.Code
    let offset: Int
    let pointer: String
    var testDescription: String { "\(String(decoding: bytes, as: UTF8.self)) → \(code.rawValue)" }

    init(_ text: String, _ code: JSONError.Code, _ offset: Int, _ pointer: String = "") {
        self.init(bytes: Array(text.utf8), code, offset, pointer)
    }

    init(bytes: [UInt8], _ code: JSONError.Code, _ offset: Int, _ pointer: String = "") {
        self.bytes = bytes
        self.code = code
        self.offset = offset
        self.pointer = pointer
    }

    static let all: [RefusedText] = [
        RefusedText("", .unexpectedEnd, 0), RefusedText("  ", .unexpectedEnd, 2), RefusedText("[", .unexpectedEnd, 1),
        RefusedText("[1", .unexpectedEnd, 2), RefusedText("{\"a\"", .unexpectedEnd, 4, "/a"),
        RefusedText("tru", .unexpectedEnd, 3), RefusedText("\"abc", .unexpectedEnd, 4),
        RefusedText("\"\\", .unexpectedEnd, 2), RefusedText("\"\\u12", .unexpectedEnd, 5),
        RefusedText("[1,]", .unexpectedByte, 3, "/1"), RefusedText("[,1]", .unexpectedByte, 1, "/0"),
        RefusedText("[1 2]", .unexpectedByte, 3), RefusedText("{\"a\":1,}", .unexpectedByte, 7),
        RefusedText("{a:1}", .unexpectedByte, 1), RefusedText("{'a':1}", .unexpectedByte, 1),
        RefusedText("{\"a\" 1}", .unexpectedByte, 5, "/a"), RefusedText("{1:1}", .unexpectedByte, 1),
        RefusedText("[1}", .unexpectedByte, 2), RefusedText("trUe", .unexpectedByte, 2),
        RefusedText("TRUE", .unexpectedByte, 0), RefusedText("NaN", .unexpectedByte, 0),
        RefusedText("Infinity", .unexpectedByte, 0), RefusedText("+1", .unexpectedByte, 0),
        RefusedText(".5", .unexpectedByte, 0), RefusedText("//x\n1", .unexpectedByte, 0),
        RefusedText("\u{FEFF}1", .unexpectedByte, 0), RefusedText("\u{A0}1", .unexpectedByte, 0),
        RefusedText("\u{C}1", .unexpectedByte, 0), RefusedText("\0", .unexpectedByte, 0),
        RefusedText("1 2", .trailingGarbage, 2), RefusedText("{}}", .trailingGarbage, 2),
        RefusedText("nullx", .trailingGarbage, 4), RefusedText("0x10", .trailingGarbage, 1),
        RefusedText("1\0", .trailingGarbage, 1), RefusedText("[]/* */", .trailingGarbage, 2),
        RefusedText("-", .unexpectedEnd, 1), RefusedText("01", .badNumber, 0), RefusedText("-01", .badNumber, 0),
        RefusedText("1.", .unexpectedEnd, 2), RefusedText("[1.]", .badNumber, 3, "/0"),
        RefusedText("1.e5", .badNumber, 2), RefusedText("1e", .unexpectedEnd, 2),
        RefusedText("[1e+]", .badNumber, 4, "/0"),
        RefusedText("-a", .badNumber, 1), RefusedText("--1", .badNumber, 1), RefusedText("1e400", .numberOutOfRange, 0),
        RefusedText("[-1e400]", .numberOutOfRange, 1, "/0"), RefusedText("1e-400", .numberOutOfRange, 0),
        RefusedText(String(repeating: "9", count: 129), .numberOutOfRange, 0),
        RefusedText("\"\\x\"", .badEscape, 1), RefusedText("\"\\'\"", .badEscape, 1),
        RefusedText("\"\\u00g0\"", .badEscape, 1), RefusedText("\"\\U0041\"", .badEscape, 1),
        RefusedText("\"\\ud800\"", .loneSurrogate, 1), RefusedText("\"a\\udc00\"", .loneSurrogate, 2),
        RefusedText("\"\\ud800\\ud800\"", .loneSurrogate, 1), RefusedText("\"\\ud800\\n\"", .loneSurrogate, 1),
        RefusedText("\"\\ud800x\"", .loneSurrogate, 1), RefusedText("\"\\ud800\\u0041\"", .loneSurrogate, 1),
        RefusedText("[\"\\u0000\"]", .nulCharacter, 2, "/0"), RefusedText("{\"\\u0000\":1}", .nulCharacter, 2),
        RefusedText("\"a\nb\"", .controlCharacter, 2), RefusedText("\"\0\"", .controlCharacter, 1),
        RefusedText("\"\u{1F}\"", .controlCharacter, 1),
        RefusedText("{\"a\":1,\"a\":2}", .duplicateKey, 7, "/a"),
        RefusedText("{\"a\":1,\"\\u0061\":2}", .duplicateKey, 7, "/a"),
        RefusedText("{\"x\":[{\"a/b\":{\"~\":1,\"~\":2}}]}", .duplicateKey, 20, "/x/0/a~1b/~0"),
        RefusedText("{\"a\":{\"b\":[1,2,x]}}", .unexpectedByte, 15, "/a/b/2"),
        RefusedText(bytes: [0x22, 0xFF, 0x22], .badUTF8, 1),
        RefusedText(bytes: [0x22, 0x61, 0xC0, 0x80, 0x22], .badUTF8, 2),
        RefusedText(bytes: [0x22, 0xED, 0xA0, 0x80, 0x22], .badUTF8, 1),
        RefusedText(bytes: [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], .badUTF8, 1),
        RefusedText(bytes: [0x22, 0xE6, 0x8F, 0x90, 0xE7, 0x8E, 0x22], .badUTF8, 4),
        RefusedText(bytes: [0x22, 0x80, 0x22], .badUTF8, 1), RefusedText(bytes: [0xFF], .unexpectedByte, 0),
        RefusedText(bytes: [0x22, 0x5C, 0x6E, 0xC3, 0x22], .badUTF8, 3),
        RefusedText(bytes: [0xFE, 0xFF, 0x00, 0x31], .unexpectedByte, 0),
    ]
}

struct JSONParserTests {
    @Test(arguments: AcceptedText.all)
    func `valid text gives its value`(_ accepted: AcceptedText) throws {
        #expect(try JSONParser.parse(accepted.text) == accepted.value)
    }

    @Test(arguments: AcceptedText.numbers)
    func `numbers keep their text`(_ text: String) throws {
        #expect(try JSONParser.parse("[\(text)]").serialized() == "[\(text)]")
    }

    @Test(arguments: RefusedText.all)
    func `hostile text is refused where it goes wrong`(_ refused: RefusedText) {
        #expect(throws: JSONError(refused.code, at: refused.offset, pointer: refused.pointer)) {
            try JSONParser.parse(refused.bytes)
        }
    }

    @Test func `nesting ends at the limit`() throws {
        let deepest = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
        #expect(throws: Never.self) { try JSONParser.parse(deepest) }
        let error = #expect(throws: JSONError.self) { try JSONParser.parse("[" + deepest + "]") }
        #expect(error?.code == .tooDeep)
        #expect(error?.offset == 32)
        #expect(error?.pointer == String(repeating: "/0", count: 32))
        let endless = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(throws: JSONError.self) { try JSONParser.parse(endless) }
    }

    @Test func `siblings do not add to the depth`() throws {
        let wide = "[" + repeatElement("[[]]", count: 100).joined(separator: ",") + "]"
        #expect(throws: Never.self) { try JSONParser.parse(wide, limits: JSONLimits(bytesMax: 1000, depthMax: 3)) }
    }

    @Test func `size is judged before anything is read`() {
        let limits = JSONLimits(bytesMax: 10)
        #expect(throws: Never.self) { try JSONParser.parse("\"12345678\"", limits: limits) }
        #expect(throws: JSONError(.tooLarge, at: 10)) { try JSONParser.parse("\"123456789\"", limits: limits) }
        #expect(throws: JSONError(.tooLarge, at: 10)) {
            try JSONParser.parse(repeatElement(0x20, count: 11), limits: limits)
        }
        #expect(JSONLimits().bytesMax == 1_048_576)
    }

    @Test func `the number of values is bounded`() {
        let limits = JSONLimits(bytesMax: 100, valuesMax: 3)
        #expect(throws: Never.self) { try JSONParser.parse("[1,2]", limits: limits) }
        #expect(throws: JSONError(.tooManyValues, at: 5, pointer: "/2")) {
            try JSONParser.parse("[1,2,3]", limits: limits)
        }
    }

    @Test func `a large object finds its members and its duplicates`() throws {
        let members = (0..<500).map { "\"key\($0)\":\($0)" }
        let object = try JSONParser.parse("{" + members.joined(separator: ",") + "}")
        #expect(object["key499"] == 499)
        #expect(object["key500"] == nil)
        let doubled = "{" + (members + ["\"key7\":0"]).joined(separator: ",") + "}"
        let error = #expect(throws: JSONError.self) { try JSONParser.parse(doubled) }
        #expect(error?.code == .duplicateKey)
        #expect(error?.pointer == "/key7")
    }

    @Test func `composed and decomposed keys are two keys`() throws {
        let object = try JSONParser.parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(object["\u{E9}"] == 1)
        #expect(object["e\u{301}"] == 2)
        #expect(JSON.string("\u{E9}") != JSON.string("e\u{301}"))
    }

    @Test func `every code is produced by some text`() {
        var seen = Set(RefusedText.all.map(\.code))
        seen.formUnion([.tooLarge, .tooDeep, .tooManyValues])
        #expect(seen == Set(JSONError.Code.allCases))
    }

    @Test func `a hostile key comes back cut`() {
        let text = "{\"" + String(repeating: "k", count: 5000) + "\":x}"
        let error = #expect(throws: JSONError.self) { try JSONParser.parse(text) }
        #expect(error?.pointer.count == 1 + JSONPointer.tokenCharactersMax)
    }
}
