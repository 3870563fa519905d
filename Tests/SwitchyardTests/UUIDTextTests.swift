import Foundation
import Testing

@testable import Switchyard

@Suite struct UUIDTextTests {
    @Test func anIdIsWrittenInLowerCaseAsFoundationWritesItAndReadBack() {
        for _ in 0..<1_000 {
            let id = UUID()
            #expect(id.text == id.uuidString.lowercased())
            #expect(UUID(text: id.text) == id)
            #expect(UUID(text: id.uuidString) == id)
        }
    }

    @Test(arguments: [
        "", "00000000-0000-0000-0000-00000000000", "00000000-0000-0000-0000-0000000000000",
        "000000000-000-0000-0000-000000000000", "00000000-0000-0000-0000-00000000000g",
        "{0000000-0000-0000-0000-000000000000", "00000000000000000000000000000000",
        "00000000-0000-0000-0000-00000000000\u{e9}",
        "00000000-0000-0000-0000-0000000-0000",
    ])
    func whatIsNoIdIsNotRead(_ text: String) {
        #expect(UUID(text: text) == nil)
    }
}
