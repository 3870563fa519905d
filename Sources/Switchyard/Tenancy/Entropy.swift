import Foundation
import Synchronization

/// Unpredictable bytes of the system, fetched a block at a time for the whole process: asking the kernel for every id, nonce
/// and salt would cost a storm of timers a tenth of its time. Bytes given out are wiped here and never given again.
enum Entropy {
    /// The most that one call to the system gives.
    private static let blockBytes = 256
    private static let block = Mutex(Block())

    static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]))
            written = count
        }
    }

    static func numbers() -> (UInt64, UInt64) {
        var numbers: (UInt64, UInt64) = (0, 0)
        withUnsafeMutableBytes(of: &numbers) { fill($0) }
        return numbers
    }

    static func fill(_ room: UnsafeMutableRawBufferPointer) {
        block.withLock { block in
            var filled = 0
            while filled < room.count {
                filled += block.take(into: UnsafeMutableRawBufferPointer(rebasing: room[filled...]))
            }
        }
    }

    private struct Block {
        private var bytes = [UInt8](repeating: 0, count: blockBytes)
        private var used = blockBytes

        /// How many there were for the room, one at least.
        mutating func take(into room: UnsafeMutableRawBufferPointer) -> Int {
            if used == blockBytes { refill() }
            let taken = min(room.count, blockBytes - used)
            let place = used
            bytes.withUnsafeMutableBytes { bytes in
                let given = UnsafeMutableRawBufferPointer(rebasing: bytes[place..<place + taken])
                room.copyMemory(from: UnsafeRawBufferPointer(given))
                for index in given.indices { given[index] = 0 }
            }
            used += taken
            return taken
        }

        private mutating func refill() {
            used = 0
            guard getentropy(&bytes, bytes.count) != 0 else { return }
            // A kernel without the call: the standard library knows other ways, and ends the process when there is none.
            var generator = SystemRandomNumberGenerator()
            for index in bytes.indices { bytes[index] = generator.next() }
        }
    }
}
