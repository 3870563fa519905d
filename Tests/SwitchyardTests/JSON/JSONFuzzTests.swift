import TestTools
import Testing

@testable import Switchyard

struct JSONFuzzTests {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `what is written reads back the same`(_ seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<100 {
            let value = Self.value(&numbers, depth: 0)
            let text = value.serialized()
            let back = try JSONParser.parse(text)
            #expect(back == value)
            #expect(back.hashValue == value.hashValue)
            #expect(back.serialized() == text)
            let canonical = try JSONParser.parse(value.canonicalBytes)
            #expect(canonical.canonicalBytes == value.canonicalBytes)
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `damaged text never crashes and says where`(_ seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<200 {
            var bytes = Self.value(&numbers, depth: 0).bytes
            for _ in 0..<Int.random(in: 1...4, using: &numbers) { Self.damage(&bytes, &numbers) }
            do throws(JSONError) {
                let value = try JSONParser.parse(bytes)
                #expect((try? JSONParser.parse(value.bytes)) == value)
            } catch {
                #expect((0...bytes.count).contains(error.offset))
            }
        }
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `noise never crashes`(_ seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let alphabet = Array("{}[]\",:\\u0dD8eE+-.1tfn \u{E9}".utf8) + [0, 0xFF, 0xC0]
        for _ in 0..<500 {
            let count = Int.random(in: 0...40, using: &numbers)
            let bytes = (0..<count).map { _ in alphabet.randomElement(using: &numbers) ?? 0 }
            _ = try? JSONParser.parse(bytes)
        }
    }

    private static func damage(_ bytes: inout [UInt8], _ numbers: inout SeededNumbers) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &numbers)
        switch Int.random(in: 0..<4, using: &numbers) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &numbers)], at: place)
        default: bytes.removeSubrange(place...)
        }
    }

    private static func value(_ numbers: inout SeededNumbers, depth: Int) -> JSON {
        switch Int.random(in: 0..<(depth < 5 ? 9 : 6), using: &numbers) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &numbers))
        case 2: return .integer(Int64(bitPattern: numbers.next()))
        case 3: return .double(Double(bitPattern: numbers.next()))
        case 4, 5: return .string(text(&numbers))
        case 6:
            return .array((0..<Int.random(in: 0...5, using: &numbers)).map { _ in value(&numbers, depth: depth + 1) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0...24, using: &numbers) where Bool.random(using: &numbers) {
                object[text(&numbers)] = value(&numbers, depth: depth + 1)
            }
            return .object(object)
        }
    }

    private static func text(_ numbers: inout SeededNumbers) -> String {
        let scalars: [ClosedRange<UInt32>] = [
            0x01...0x1F, 0x20...0x7F, 0x80...0x2FF, 0x300...0x36F, 0x4E00...0x4EFF, 0x1F600...0x1F64F,
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...8, using: &numbers) {
            let range = scalars.randomElement(using: &numbers) ?? 0x41...0x5A
            guard let scalar = Unicode.Scalar(UInt32.random(in: range, using: &numbers)) else { continue }
            text.append(scalar)
        }
        return String(text)
    }
}
