import Testing

@testable import Switchyard

@Suite struct EntropyTests {
    @Test(arguments: [0, 1, 12, 255, 256, 257, 1_000])
    func itGivesAsManyBytesAsAreAskedFor(count: Int) {
        #expect(Entropy.bytes(count).count == count)
    }

    @Test func nothingIsGivenTwiceHoweverManyAsk() async {
        let given = await withTaskGroup(of: [[UInt8]].self) { group in
            for task in 0..<8 {
                group.addTask {
                    (0..<500).map { turn in
                        guard task % 2 == 0 else { return Entropy.bytes(16 + turn % 7) }
                        let (first, second) = Entropy.numbers()
                        return withUnsafeBytes(of: (first, second)) { Array($0) }
                    }
                }
            }
            return await group.reduce(into: [[UInt8]]()) { $0 += $1 }
        }
        #expect(Set(given.map { Array($0.prefix(16)) }).count == given.count)
    }

    @Test func everyValueComes() {
        // A byte that never came in 64 KiB would be one chance in 10^108.
        #expect(Set(Entropy.bytes(65_536)).count == 256)
    }
}
