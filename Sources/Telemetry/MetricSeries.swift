import CoreMetrics
import Synchronization

/// One series that only grows. Whole and fractional steps are kept apart so that whole ones stay exact.
final class CounterSeries: CounterHandler, FloatingPointCounterHandler {
    private struct State {
        var whole: Int64 = 0
        var fraction = 0.0
    }

    private let state = Mutex(State())

    var value: Double {
        state.withLock { Double($0.whole) + $0.fraction }
    }

    /// Nil once a fractional step was added.
    var wholeValue: Int64? {
        state.withLock { $0.fraction == 0 ? $0.whole : nil }
    }

    /// A negative step would be a reset in a reader's eyes, so it is ignored; the top is kept, not passed.
    func increment(by amount: Int64) {
        guard amount > 0 else { return }
        state.withLock { state in
            let (sum, overflow) = state.whole.addingReportingOverflow(amount)
            state.whole = overflow ? .max : sum
        }
    }

    func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        state.withLock { $0.fraction += amount }
    }

    func reset() {
        state.withLock { $0 = State() }
    }
}

/// One series that goes up and down: meters, and recorders that do not aggregate.
final class GaugeSeries: MeterHandler, RecorderHandler {
    private let state = Mutex(0.0)

    var value: Double {
        state.withLock { $0 }
    }

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { state.withLock { $0 = value } }
    func increment(by amount: Double) { state.withLock { $0 += amount } }
    func decrement(by amount: Double) { state.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
}

/// One distribution over declared buckets: timers (in seconds) and recorders that aggregate.
final class HistogramSeries: TimerHandler, RecorderHandler {
    struct Snapshot {
        /// Observations at or below each bound, cumulative; the count of all is ``count``.
        var cumulative: [UInt64]
        var count: UInt64
        var sum: Double
    }

    private struct State {
        var counts: [UInt64]
        var count: UInt64 = 0
        var sum = 0.0
    }

    let bounds: [Double]
    private let state: Mutex<State>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count)))
    }

    var snapshot: Snapshot {
        state.withLock { state in
            var running: UInt64 = 0
            let cumulative = state.counts.map { count in
                running += count
                return running
            }
            return Snapshot(cumulative: cumulative, count: state.count, sum: state.sum)
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard !value.isNaN else { return }
        let bucket = bounds.firstIndex { value <= $0 }
        state.withLock { state in
            if let bucket {
                state.counts[bucket] += 1
            }
            state.count += 1
            state.sum += value
        }
    }
}
