import Testing

@testable import Switchyard

struct RoundingTests {
    struct ShareCase: CustomTestStringConvertible {
        let part: Int64
        let whole: Int64
        let percent: String?
        var testDescription: String { "\(part) of \(whole)" }
    }

    @Test(arguments: [
        ShareCase(part: 79_996, whole: 100_000, percent: "79.99"),
        ShareCase(part: 4, whole: 5, percent: "80.00"),
        ShareCase(part: 2, whole: 3, percent: "66.66"),
        ShareCase(part: 999_999, whole: 1_000_000, percent: "99.99"),
        ShareCase(part: 1, whole: 1, percent: "100.00"),
        ShareCase(part: 0, whole: 7, percent: "0.00"),
        ShareCase(part: 1, whole: 1_000, percent: "0.10"),
        ShareCase(part: 1, whole: 2_000, percent: "0.05"),
        ShareCase(part: 0, whole: 0, percent: nil),
        ShareCase(part: .max / 2, whole: .max / 2, percent: "100.00"),
    ])
    func `X3: a share is rounded down`(_ sample: ShareCase) {
        #expect(Share(sample.part, of: sample.whole).percent == sample.percent)
    }

    @Test func `X3: a target is compared in integers, never by what is shown`() {
        #expect(!Share(79_996, of: 100_000).meets(basisPoints: 8_000))
        #expect(Share(80_000, of: 100_000).meets(basisPoints: 8_000))
        #expect(Share(2, of: 3).meets(basisPoints: 6_666))
        #expect(!Share(2, of: 3).meets(basisPoints: 6_667))
    }

    struct RankCase: CustomTestStringConvertible {
        let values: [Int64]
        let p50: Int64?
        let p90: Int64?
        var testDescription: String { "\(values.count) values" }
    }

    @Test(arguments: [
        RankCase(values: [], p50: nil, p90: nil),
        RankCase(values: [7], p50: 7, p90: 7),
        RankCase(values: [1, 9], p50: 1, p90: 9),
        RankCase(values: [1, 2, 3], p50: 2, p90: 3),
        RankCase(values: Array(1...10), p50: 5, p90: 9),
        RankCase(values: Array(1...11), p50: 6, p90: 10),
        RankCase(values: Array(1...70), p50: 35, p90: 63),
        RankCase(values: [0, 0, 0, 100], p50: 0, p90: 100),
    ])
    func `a percentile is a value that occurred`(_ sample: RankCase) {
        #expect(NearestRank.value(percent: 50, of: sample.values) == sample.p50)
        #expect(NearestRank.value(percent: 90, of: sample.values) == sample.p90)
    }

    @Test(arguments: [(45, 50, 786, 957), (5, 5, 566, 1000), (0, 10, 0, 278)] as [(Int64, Int64, Int64, Int64)])
    func `the interval is Wilson's`(_ part: Int64, _ whole: Int64, _ low: Int64, _ high: Int64) throws {
        let interval = try #require(WilsonInterval(Share(part, of: whole)))
        #expect(interval.lowPermille == low)
        #expect(interval.highPermille == high)
    }

    struct CellCase: CustomTestStringConvertible {
        let value: String
        let cell: String
        var testDescription: String { value.debugDescription }
    }

    @Test(arguments: [
        CellCase(value: "plain", cell: "plain"),
        CellCase(value: "", cell: ""),
        CellCase(value: "a,b", cell: "\"a,b\""),
        CellCase(value: "say \"hi\"", cell: "\"say \"\"hi\"\"\""),
        CellCase(value: "two\r\nlines", cell: "\"two\r\nlines\""),
        CellCase(value: "=1+1", cell: "'=1+1"),
        CellCase(value: "+4", cell: "'+4"),
        CellCase(value: "-4", cell: "'-4"),
        CellCase(value: "@SUM(A1)", cell: "'@SUM(A1)"),
        CellCase(value: "\tx", cell: "'\tx"),
        CellCase(value: "=HYPERLINK(\"http://x\",\"y\")", cell: "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""),
        CellCase(value: "a=1", cell: "a=1"),
    ])
    func `G9: a cell is quoted where needed and never a formula`(_ sample: CellCase) {
        #expect(CSVTable.cell(sample.value) == sample.cell)
    }

    @Test func `a table ends its lines as RFC 4180 says`() {
        var table = CSVTable(columns: ["a", "b"])
        table.add(["1", "x,y"])
        #expect(table.text == "a,b\r\n1,\"x,y\"\r\n")
    }
}
