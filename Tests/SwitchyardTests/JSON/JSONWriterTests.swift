import Foundation
import Testing

@testable import Switchyard

struct JSONWriterTests {
    @Test func `an answer keeps its order and leaves out what is nil`() {
        let absent: String? = nil
        let answer: JSON = [
            "id": .string("7"), "closed_at": absent?.json, "note": absent.json, "tags": ["a", "b"].json, "count": 3,
            "open": true, "share": 0.5,
        ]
        #expect(
            answer.serialized()
                == #"{"id":"7","note":null,"tags":["a","b"],"count":3,"open":true,"share":0.5}"#
        )
        #expect(JSON.object(["id": .string("x"), "gone": nil]).serialized() == #"{"id":"x"}"#)
    }

    @Test func `only what must be escaped is escaped`() {
        let text: JSON = "\u{1}\u{8}\t\n\u{B}\u{C}\r\u{1F}\"\\/\u{7F}\u{2028}é😀"
        #expect(text.serialized() == "\"\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f\\\"\\\\/\u{7F}\u{2028}é😀\"")
    }

    @Test(arguments: 0...18) func `an escape is found wherever it stands`(_ length: Int) {
        for (mark, escaped) in [("\"", "\\\""), ("\\", "\\\\"), ("\u{1F}", "\\u001f"), ("\0", "\\u0000")] {
            for place in 0...length {
                let before = String(repeating: "é", count: place)
                let after = String(repeating: "!", count: length - place)
                #expect(JSON.string(before + mark + after).serialized() == "\"\(before)\(escaped)\(after)\"")
            }
        }
        for plain in [" ", "!", "#", "[", "]", "\u{7F}", "\u{80}", "ÿ", "🏁"] {
            let text = String(repeating: plain, count: length)
            #expect(JSON.string(text).serialized() == "\"\(text)\"")
        }
    }

    @Test func `a view is the same as a tree and as text`() {
        func put(_ members: inout some JSONMembers) {
            members.put("text", "a")
            members.put("no_text", String?.none)
            members.put("count", -7)
            members.put("large", Int64.max)
            members.put("ids", [UUID]())
            members.put("flags", [true, false])
            members.put("share", Double?.some(0.5))
            members.putIfAny("absent", UUID?.none)
            members.putIfAny("there", UUID?.some(UUID.lowest))
            for number in [0, 9, 10, -1, -10, Int64.max, .min] { members.put("n\(number)", number) }
            members.put("a \"name\"", "c")
            members.put("nothing", JSONObject())
        }
        var tree = JSONObject()
        put(&tree)
        var text = JSONWriter()
        text.object { put(&$0) }
        #expect(text.bytes == JSON.object(tree).bytes)
        let long = (0..<200).map { String(repeating: "x", count: $0) }
        #expect(long.json.serialized() == "[\(long.map { "\"\($0)\"" }.joined(separator: ","))]")
    }

    @Test func `canonical keys are sorted by UTF-16 code units`() {
        let object: JSON = [
            "\u{20AC}": 1, "\r": 2, "\u{FB33}": 3, "1": 4, "\u{1F600}": 5, "\u{80}": 6, "\u{F6}": 7,
        ]
        let expected = "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{F6}\":7,\"\u{20AC}\":1,\"\u{1F600}\":5,\"\u{FB33}\":3}"
        #expect(String(decoding: object.canonicalBytes, as: UTF8.self) == expected)
    }

    @Test func `equal documents have equal canonical bytes`() throws {
        let one = try JSONParser.parse(#"{ "b" : [1.0, 2e1], "a" : { "y": "\u0041", "x": -0 } }"#)
        let two = try JSONParser.parse(#"{"a":{"x":0,"y":"A"},"b":[1,20]}"#)
        #expect(one.canonicalBytes == two.canonicalBytes)
        #expect(String(decoding: one.canonicalBytes, as: UTF8.self) == #"{"a":{"x":0,"y":"A"},"b":[1,20]}"#)
    }

    static let canonicalNumbers: [(String, String)] = [
        ("0", "0"), ("-0", "0"), ("-0.0", "0"), ("1.0", "1"), ("1.50", "1.5"), ("1e3", "1000"), ("1E-2", "0.01"),
        ("0.000001", "0.000001"), ("0.0000001", "1e-7"), ("1e20", "100000000000000000000"),
        ("1e21", "1e+21"), ("123456789012345678901.0", "123456789012345680000"), ("1.5e300", "1.5e+300"),
        ("333333333.33333329", "333333333.3333333"), ("4.50", "4.5"), ("2e-3", "0.002"),
        ("0.000000000000000000000000001", "1e-27"), ("5e-324", "5e-324"),
        ("1.7976931348623157e308", "1.7976931348623157e+308"), ("9007199254740993", "9007199254740993"),
        ("-12.0", "-12"), ("9223372036854775807", "9223372036854775807"),
        ("295147905179352830000.0", "295147905179352830000"),
        ("9.999999999999997e22", "9.999999999999997e+22"), ("1e23", "1e+23"),
    ]

    @Test(arguments: canonicalNumbers)
    func `canonical numbers are written as ECMAScript does`(_ literal: String, _ expected: String) throws {
        #expect(String(decoding: try JSONParser.parse(literal).canonicalBytes, as: UTF8.self) == expected)
    }

    static let integers: [(String, Int64?)] = [
        ("0", 0), ("-0", 0), ("9223372036854775807", .max), ("-9223372036854775808", .min),
        ("9223372036854775808", nil),
        ("1.0", 1), ("1.5", nil), ("1e3", 1000), ("1.5e1", 15), ("1e-1", nil), ("12.000", 12), ("-3.0", -3),
        ("1e19", nil),
        ("1.00000000000000000001", nil), ("1.00000000000000000001e0", nil),
    ]

    @Test(arguments: integers)
    func `whole numbers are told exactly`(_ literal: String, _ expected: Int64?) throws {
        guard case .number(let number) = try JSONParser.parse(literal) else { return #expect(Bool(false)) }
        #expect(number.int64 == expected)
    }

    @Test func `infinity and not-a-number become null`() {
        #expect(JSON.double(.infinity) == .null)
        #expect(JSON.double(.nan) == .null)
        #expect(JSONNumber(Double.nan) == nil)
    }

    @Test func `members can be replaced, removed and found again`() {
        var object = JSONObject((0..<30).map { ("k\($0)", .integer($0)) })
        object["k3"] = "three"
        object["k0"] = nil
        object["k29"] = nil
        #expect(object.count == 28)
        #expect(object.keys.first == "k1")
        #expect(object["k3"] == "three")
        #expect(object["k28"] == 28)
        for key in object.keys.dropFirst(3) { object[key] = nil }
        #expect(object.keys == ["k1", "k2", "k3"])
        #expect(object["k2"] == 2)
    }

    @Test func `objects are equal in any order of members`() {
        let one: JSON = ["a": 1, "b": [true]]
        let two: JSON = ["b": [true], "a": 1]
        #expect(one == two)
        #expect(one.hashValue == two.hashValue)
        #expect(one != ["a": 1])
        #expect(one != ["a": 1, "b": [false]])
    }

    @Test func `mapping reaches keys and values in document order`() {
        var seen: [String] = []
        let value: JSON = ["seed": "abandon", "list": ["x", 1, ["in": "y"]], "n": .null]
        let mapped = value.mapStrings { text in
            seen.append(text)
            return text.uppercased()
        }
        #expect(seen == ["seed", "abandon", "list", "x", "in", "y", "n"])
        #expect(mapped.serialized() == #"{"SEED":"ABANDON","LIST":["X",1,{"IN":"Y"}],"N":null}"#)
    }

    @Test func `keys that become alike stay apart`() {
        let value: JSON = ["a": 1, "b": 2, "c": 3]
        #expect(value.mapStrings { _ in "gone" }.serialized() == #"{"gone":1,"gone#2":2,"gone#3":3}"#)
    }

    @Test func `identifiers are written in lower case`() throws {
        let id = try #require(UUID(uuidString: "018F0000-ABCD-7000-8000-00000000000A"))
        #expect(id.json == "018f0000-abcd-7000-8000-00000000000a")
    }

    @Test func `pointers escape tilde and slash`() {
        #expect(JSONPointer.escaped("a/b~c") == "a~1b~0c")
        #expect(JSONPointer.escaped("~1") == "~01")
        #expect(JSONPointer.escaped("") == "")
    }
}
