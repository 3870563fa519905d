import Switchyard
import Testing

@Suite struct CSVReaderTests {
    @Test(arguments: [
        ("", []),
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
        ("\u{FEFF}a\n\n\nb", [["a"], ["b"]]),
        ("a,\n,b", [["a", ""], ["", "b"]]),
        ("\"a,b\",\"say \"\"yes\"\"\"\n", [["a,b", "say \"yes\""]]),
        ("\"two\nlines\",x\ny,z", [["two\nlines", "x"], ["y", "z"]]),
        ("имя,名前\n", [["имя", "名前"]]),
    ])
    func aTextIsItsRecords(text: String, records: [[String]]) throws {
        #expect(try CSVReader.records(Array(text.utf8), max: 10).map(\.cells) == records)
    }

    @Test func aRecordKnowsTheLineItBeginsOn() throws {
        let found = try CSVReader.records(Array("a\n\"x\ny\"\n\nb".utf8), max: 10)
        #expect(found.map(\.line) == [1, 2, 5])
    }

    @Test(arguments: [
        ("\"open", CSVReader.Fault.quote(line: 1)), ("a\n\"b\"c", .quote(line: 2)), ("1\n2\n3\n4", .tooManyLines),
    ])
    func whatIsNoTableIsRefused(text: String, fault: CSVReader.Fault) {
        #expect(throws: fault) { try CSVReader.records(Array(text.utf8), max: 3) }
    }

    @Test func bytesThatAreNoTextAreRefused() {
        #expect(throws: CSVReader.Fault.notUTF8) { try CSVReader.records([0x61, 0xff], max: 3) }
    }
}
