/// All series of one metric name.
struct MetricFamily {
    enum Kind: String, CaseIterable {
        case counter, gauge, histogram
    }

    /// Series the family keeps at once; further label sets share one series labelled `overflow="true"`, so that a
    /// label with unbounded values cannot fill the memory.
    static let seriesMax = 1_000
    private static let overflowLabels = "overflow=\"true\""

    enum Series {
        case counter(CounterSeries)
        case gauge(GaugeSeries)
        case histogram(HistogramSeries)

        var object: AnyObject {
            switch self {
            case .counter(let series): series
            case .gauge(let series): series
            case .histogram(let series): series
            }
        }
    }

    let kind: Kind
    var help = ""
    /// Keyed by the label text.
    private var series: [String: Series] = [:]
    private var overflow: Series?

    init(kind: Kind) {
        self.kind = kind
    }

    var isEmpty: Bool { series.isEmpty && overflow == nil }

    mutating func series(labels: String, make: () -> Series) -> Series {
        if let known = series[labels] {
            return known
        }
        guard series.count < Self.seriesMax else {
            let shared = overflow ?? make()
            overflow = shared
            return shared
        }
        let fresh = make()
        series[labels] = fresh
        return fresh
    }

    /// The overflow series stays: others still write to it.
    mutating func remove(_ object: AnyObject) -> Bool {
        guard let key = series.first(where: { $0.value.object === object })?.key else { return false }
        series[key] = nil
        return true
    }

    func write(name: String, to output: inout String) {
        guard !isEmpty else { return }
        if !help.isEmpty {
            output += "# HELP \(name) \(PrometheusName.escapedHelp(help))\n"
        }
        output += "# TYPE \(name) \(kind.rawValue)\n"
        for (labels, series) in series.sorted(by: { $0.key < $1.key }) {
            Self.write(name: name, labels: labels, series, to: &output)
        }
        if let overflow {
            Self.write(name: name, labels: Self.overflowLabels, overflow, to: &output)
        }
    }

    private static func write(name: String, labels: String, _ series: Series, to output: inout String) {
        switch series {
        case .counter(let counter):
            let value = counter.wholeValue.map { "\($0)" } ?? PrometheusName.number(counter.value)
            output += line(name, labels, value)
        case .gauge(let gauge):
            output += line(name, labels, PrometheusName.number(gauge.value))
        case .histogram(let histogram):
            write(name: name, labels: labels, histogram, to: &output)
        }
    }

    private static func write(name: String, labels: String, _ histogram: HistogramSeries, to output: inout String) {
        let snapshot = histogram.snapshot
        let prefix = labels.isEmpty ? "" : labels + ","
        for (bound, count) in zip(histogram.bounds, snapshot.cumulative) {
            output += line("\(name)_bucket", "\(prefix)le=\"\(PrometheusName.number(bound))\"", "\(count)")
        }
        output += line("\(name)_bucket", "\(prefix)le=\"+Inf\"", "\(snapshot.count)")
        output += line("\(name)_sum", labels, PrometheusName.number(snapshot.sum))
        output += line("\(name)_count", labels, "\(snapshot.count)")
    }

    private static func line(_ name: String, _ labels: String, _ value: String) -> String {
        labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
    }
}
