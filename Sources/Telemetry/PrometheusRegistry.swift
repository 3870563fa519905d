package import CoreMetrics
import Synchronization

/// The process's metrics: what swift-metrics makes, shown in Prometheus's text form 0.0.4. Counters get the suffix
/// `_total`, timers are histograms in seconds with the suffix `_seconds`. Everything is bounded: ``familiesMax``
/// names, 1,000 series a name (then one `overflow="true"` series). A name used for two kinds keeps its first kind;
/// the other instrument works and is not shown.
package final class PrometheusRegistry: MetricsFactory {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"
    package static let familiesMax = 1_000
    package static let bucketsMax = 64
    package static let timerBucketsSeconds: [Double] = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]
    package static let recorderBuckets: [Double] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 10_000, 100_000]

    private struct State {
        var families: [String: MetricFamily] = [:]
    }

    private let buckets: [String: [Double]]
    private let readsProcess: Bool
    private let state = Mutex(State())

    /// `buckets` holds upper bounds by metric label, for timers in seconds; they are sorted, finite ones kept, at most
    /// ``bucketsMax``. `readsProcess` adds the process's own figures to the text.
    package init(buckets: [String: [Double]] = [:], readsProcess: Bool = true) {
        self.buckets = buckets.mapValues { Array(Set($0.filter(\.isFinite)).sorted().prefix(Self.bucketsMax)) }
        self.readsProcess = readsProcess
    }

    /// Sets the HELP line of a counter, gauge or histogram made under this label.
    package func describe(_ label: String, as help: String) {
        state.withLock { state in
            for suffix in ["", "_total", "_seconds"] {
                state.families[PrometheusName.metric(label, suffix: suffix)]?.help = help
            }
        }
    }

    package func text() -> String {
        var output = state.withLock { state in
            var output = ""
            for (name, family) in state.families.sorted(by: { $0.key < $1.key }) {
                family.write(name: name, to: &output)
            }
            return output
        }
        if readsProcess {
            output += ProcessFigures.read().text
        }
        return output
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        counter(label, dimensions)
    }

    package func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)],
    ) -> any FloatingPointCounterHandler {
        counter(label, dimensions)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions)
    }

    package func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool,
    ) -> any RecorderHandler {
        guard aggregate else { return gauge(label, dimensions) }
        return histogram(label, suffix: "", dimensions, bounds: buckets[label] ?? Self.recorderBuckets)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, suffix: "_seconds", dimensions, bounds: buckets[label] ?? Self.timerBucketsSeconds)
    }

    package func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { remove(handler) }

    private func counter(_ label: String, _ dimensions: [(String, String)]) -> CounterSeries {
        let name = PrometheusName.metric(label, suffix: "_total")
        guard case .counter(let series) = series(name, .counter, dimensions, make: { .counter(CounterSeries()) }) else {
            return CounterSeries()
        }
        return series
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeSeries {
        let name = PrometheusName.metric(label)
        guard case .gauge(let series) = series(name, .gauge, dimensions, make: { .gauge(GaugeSeries()) }) else {
            return GaugeSeries()
        }
        return series
    }

    private func histogram(
        _ label: String,
        suffix: String,
        _ dimensions: [(String, String)],
        bounds: [Double],
    ) -> HistogramSeries {
        let name = PrometheusName.metric(label, suffix: suffix)
        let made = series(name, .histogram, dimensions) { .histogram(HistogramSeries(bounds: bounds)) }
        guard case .histogram(let series) = made else { return HistogramSeries(bounds: bounds) }
        return series
    }

    /// Nil where the name is taken by another kind or no further name fits.
    private func series(
        _ name: String,
        _ kind: MetricFamily.Kind,
        _ dimensions: [(String, String)],
        make: () -> MetricFamily.Series,
    ) -> MetricFamily.Series? {
        let labels = PrometheusName.text(PrometheusName.labels(dimensions))
        return state.withLock { state in
            guard state.families[name] != nil || state.families.count < Self.familiesMax else { return nil }
            let family = state.families[name] ?? MetricFamily(kind: kind)
            guard family.kind == kind else { return nil }
            return state.families[name, default: family].series(labels: labels, make: make)
        }
    }

    private func remove(_ object: AnyObject) {
        state.withLock { state in
            for name in state.families.keys where state.families[name]?.remove(object) == true {
                return
            }
        }
    }
}
