import Foundation

/// Unpredictable bytes of the system, fetched a block at a time: asking the kernel for every id and every salt would cost a
/// storm of timers a tenth of its time. Bytes given out are never given again.
struct Entropy {
    /// The most that one call gives.
    private static let blockBytes = 256

    private var block = [UInt8](repeating: 0, count: blockBytes)
    private var used = blockBytes

    mutating func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            if used == Entropy.blockBytes { refill() }
            let taken = min(count - bytes.count, Entropy.blockBytes - used)
            bytes += block[used..<used + taken]
            used += taken
        }
        return bytes
    }

    mutating func number() -> UInt64 {
        var number: UInt64 = 0
        for _ in 0..<UInt64.bitWidth / UInt8.bitWidth {
            if used == Entropy.blockBytes { refill() }
            number = number << 8 | UInt64(block[used])
            used += 1
        }
        return number
    }

    private mutating func refill() {
        used = 0
        guard getentropy(&block, block.count) != 0 else { return }
        // A kernel without the call: the standard library knows other ways, and ends the process when there is none.
        var generator = SystemRandomNumberGenerator()
        for index in block.indices { block[index] = generator.next() }
    }
}
