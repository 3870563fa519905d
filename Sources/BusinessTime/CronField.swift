/// One field of a cron timing: which numbers it takes.
struct CronField: Hashable, Sendable {
    /// Items of one list.
    static let itemsMax = 64

    /// Ascending, never empty.
    let values: [Int]
    /// It takes every number there is, so it says nothing.
    let isEvery: Bool

    /// `*`, a number, a name, `a-b`, a list of these with commas, each with `/step`; nil for anything else.
    init?(_ text: Substring, in range: ClosedRange<Int>, names: [String: Int] = [:]) {
        let items = text.split(separator: ",", omittingEmptySubsequences: false)
        guard (1...CronField.itemsMax).contains(items.count) else { return nil }
        var found: Set<Int> = []
        for item in items {
            guard let values = CronField.values(item, in: range, names) else { return nil }
            found.formUnion(values)
        }
        values = found.sorted()
        isEvery = found.count == range.count
    }

    /// The first that is not below a number.
    func first(from number: Int) -> Int? { values.first { $0 >= number } }

    private static func values(_ item: Substring, in range: ClosedRange<Int>, _ names: [String: Int]) -> [Int]? {
        let parts = item.split(separator: "/", omittingEmptySubsequences: false)
        guard let span = span(parts[0], in: range, names) else { return nil }
        switch parts.count {
        case 1: return Array(span)
        case 2:
            // A step needs something to step through.
            guard let step = number(parts[1]), (1...range.count).contains(step), parts[0] == "*" || span.count > 1
            else {
                return nil
            }
            return Array(stride(from: span.lowerBound, through: span.upperBound, by: step))
        default: return nil
        }
    }

    private static func span(
        _ text: Substring,
        in range: ClosedRange<Int>,
        _ names: [String: Int]
    ) -> ClosedRange<Int>? {
        if text == "*" { return range }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map {
            names[$0.lowercased()] ?? number($0)
        }
        guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1], first <= last,
            range.contains(first), range.contains(last)
        else { return nil }
        return first...last
    }

    /// Digits and nothing else: no sign, no blank.
    private static func number(_ text: Substring) -> Int? {
        guard (1...2).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }
}
