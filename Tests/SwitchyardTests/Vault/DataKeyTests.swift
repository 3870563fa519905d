import Crypto
import TestTools
import Testing

@testable import Switchyard

/// A processor that knows AES and one that does not read each other's values.
@Suite struct DataKeyTests {
    private let ways: [DataKey]
    private let nonce: [UInt8] = (0..<12).map { $0 }
    private let binding: [UInt8] = Array("where it lives".utf8)

    init() {
        let key = SymmetricKey(data: (UInt8(1)...UInt8(32)).map { $0 })
        ways = [true, false].map { DataKey(key, isScheduled: $0) }
    }

    private func sealed(_ plain: [UInt8], by key: DataKey) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: plain.count + DataKey.tagBytes) { buffer, count in
            count = plain.count + DataKey.tagBytes
            let room = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
            try plain.withUnsafeBufferPointer { plain in
                try nonce.withUnsafeBufferPointer { nonce in
                    try binding.withUnsafeBytes { try key.seal(plain, nonce: nonce, authenticating: $0, into: room) }
                }
            }
        }
    }

    private func opened(_ box: [UInt8], by key: DataKey, binding: [UInt8]) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: box.count) { buffer, count in
            let length = box.count - DataKey.tagBytes
            let room = UnsafeMutableBufferPointer(rebasing: buffer[..<length])
            try (nonce + box).withUnsafeBufferPointer { box in
                try binding.withUnsafeBytes { try key.open(box, authenticating: $0, into: room) }
            }
            count = length
        }
    }

    @Test(arguments: [0, 1, 15, 16, 17, 60, 127, 128, 129, 1_000, 70_000])
    func bothWaysSealTheSameAndOpenIt(length: Int) throws {
        var numbers = SeededNumbers(seed: UInt64(length))
        let plain = (0..<length).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        let boxes = try ways.map { try sealed(plain, by: $0) }
        #expect(boxes[0] == boxes[1])
        for way in ways { #expect(try opened(boxes[0], by: way, binding: binding) == plain) }
    }

    @Test func bothWaysRefuseEveryChangedByteAndAnotherPlace() throws {
        let box = try sealed(Array("text".utf8), by: ways[0])
        for way in ways {
            for index in box.indices {
                var changed = box
                changed[index] ^= 1
                #expect(throws: VaultError.cannotOpen) { try opened(changed, by: way, binding: binding) }
            }
            #expect(throws: VaultError.cannotOpen) { try opened(box, by: way, binding: binding + [0]) }
        }
    }
}
