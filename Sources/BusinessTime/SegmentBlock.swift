/// Immutable run of open segments over `[from, to)`, in UTC microseconds: what every lookup searches.
///
/// `cumulative[i]` is the open time before segment `i`, zero at the line's anchor and negative before it;
/// `cumulative` has one element more than there are segments, the open time before `to`.
final class SegmentBlock: Sendable {
    let from: Int64
    let to: Int64
    let opens: ContiguousArray<Int64>
    let closes: ContiguousArray<Int64>
    let cumulative: ContiguousArray<Int64>

    /// Segments in order, non-empty; touching ones are joined here.
    init(from: Int64, to: Int64, segments: [Range<Int64>], cumulativeAtFrom: Int64) {
        var opens = ContiguousArray<Int64>()
        var closes = ContiguousArray<Int64>()
        var cumulative = ContiguousArray<Int64>()
        var total = cumulativeAtFrom
        for segment in segments {
            if let last = closes.last, last == segment.lowerBound {
                closes[closes.count - 1] = segment.upperBound
            } else {
                opens.append(segment.lowerBound)
                closes.append(segment.upperBound)
                cumulative.append(total)
            }
            total += segment.upperBound - segment.lowerBound
        }
        cumulative.append(total)
        self.from = from
        self.to = to
        self.opens = opens
        self.closes = closes
        self.cumulative = cumulative
    }

    var segments: [Range<Int64>] {
        zip(opens, closes).map { $0..<$1 }
    }

    /// `F(t)` for a `t` in `[from, to]`.
    func openTime(before time: Int64) -> Int64 {
        let index = opens.countWhere(atMost: time) - 1
        guard index >= 0 else { return cumulative[0] }
        return cumulative[index] + min(time, closes[index]) - opens[index]
    }

    /// First segment at whose end the open time is at least `amount`; the count of segments if there is none.
    func firstIndex(reaching amount: Int64) -> Int {
        max(0, cumulative.countWhere(below: amount) - 1)
    }
}

extension ContiguousArray<Int64> {
    /// How many elements of the ascending array are not above `bound`. Halving without branches on the outcome.
    func countWhere(atMost bound: Int64) -> Int {
        guard bound < Int64.max else { return count }
        return countWhere(below: bound + 1)
    }

    func countWhere(below bound: Int64) -> Int {
        withUnsafeBufferPointer { elements in
            var base = 0
            var length = elements.count
            while length > 0 {
                let half = length / 2
                let isBelow = elements[base + half] < bound
                base = isBelow ? base + half + 1 : base
                length = isBelow ? length - half - 1 : half
            }
            return base
        }
    }
}
