import CoreMetrics
import Testing

@testable import Telemetry

struct PrometheusRegistryTests {
    private let registry = PrometheusRegistry(buckets: ["db.wait": [0.5, 0.1, 0.1, .infinity]], readsProcess: false)

    @Test func `a counter ends in _total and only grows`() {
        let counter = registry.makeCounter(label: "jobs.done", dimensions: [("kind", "mail"), ("state", "ok")])
        counter.increment(by: 3)
        counter.increment(by: -5)
        registry.makeCounter(label: "jobs.done", dimensions: [("state", "ok"), ("kind", "mail")]).increment(by: 1)
        registry.describe("jobs.done", as: "Jobs that ended.\nBy \\kind.")
        #expect(
            registry.text() == """
                # HELP jobs_done_total Jobs that ended.\\nBy \\\\kind.
                # TYPE jobs_done_total counter
                jobs_done_total{kind="mail",state="ok"} 4

                """
        )
    }

    @Test func `whole and fractional steps add up and the top is kept`() {
        let whole = registry.makeCounter(label: "a_total", dimensions: [])
        whole.increment(by: .max)
        whole.increment(by: 1)
        let fraction = registry.makeFloatingPointCounter(label: "b", dimensions: [])
        fraction.increment(by: 0.5)
        fraction.increment(by: .nan)
        #expect(registry.text().contains("\na_total \(Int64.max)\n"))
        #expect(registry.text().contains("\nb_total 0.5\n"))
    }

    @Test func `a gauge goes up and down`() {
        let gauge = registry.makeMeter(label: "open", dimensions: [])
        gauge.set(Int64(5))
        gauge.decrement(by: 7.5)
        registry.makeRecorder(label: "last", dimensions: [], aggregate: false).record(2.25)
        #expect(registry.text() == "# TYPE last gauge\nlast 2.25\n# TYPE open gauge\nopen -2.5\n")
    }

    @Test func `a timer is a cumulative histogram in seconds over its declared buckets`() {
        let timer = registry.makeTimer(label: "db.wait", dimensions: [("le", "x")])
        timer.recordNanoseconds(100_000_000)
        timer.recordNanoseconds(250_000_000)
        timer.recordNanoseconds(2_000_000_000)
        #expect(
            registry.text() == """
                # TYPE db_wait_seconds histogram
                db_wait_seconds_bucket{own_le="x",le="0.1"} 1
                db_wait_seconds_bucket{own_le="x",le="0.5"} 2
                db_wait_seconds_bucket{own_le="x",le="+Inf"} 3
                db_wait_seconds_sum{own_le="x"} 2.35
                db_wait_seconds_count{own_le="x"} 3

                """
        )
    }

    @Test func `label values are escaped and names brought into the alphabet`() {
        registry.makeCounter(label: "9 über-metric", dimensions: [("a b", "q\"\\\n交"), ("a b", "second")])
            .increment(by: 1)
        #expect(registry.text().contains(#"_9___ber_metric_total{a_b="q\"\\\n交"} 1"#))
    }

    @Test func `label sets beyond the limit share one series`() {
        for index in 0..<1_200 {
            registry.makeCounter(label: "many", dimensions: [("user", "\(index)")]).increment(by: 1)
        }
        let lines = registry.text().split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count == MetricFamily.seriesMax + 1)
        #expect(lines.contains("many_total{overflow=\"true\"} 200"))
    }

    @Test func `a name keeps its first kind and the other instrument still works`() {
        registry.makeMeter(label: "x", dimensions: []).set(Int64(1))
        registry.makeRecorder(label: "x", dimensions: [], aggregate: true).record(Int64(9))
        #expect(registry.text() == "# TYPE x gauge\nx 1\n")
    }

    @Test func `a destroyed series is gone`() {
        let counter = registry.makeCounter(label: "gone", dimensions: [])
        counter.increment(by: 1)
        registry.destroyCounter(counter)
        #expect(registry.text().isEmpty)
    }

    @Test(arguments: [
        (1.0, "1"), (-0.5, "-0.5"), (.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (1e300, "1e+300"),
        (0, "0"),
    ])
    func `numbers are written as Prometheus reads them`(value: Double, text: String) {
        #expect(PrometheusName.number(value) == text)
    }

    @Test func `every kind of family has the name Prometheus knows`() {
        #expect(MetricFamily.Kind.allCases.map(\.rawValue) == ["counter", "gauge", "histogram"])
    }

    @Test func `the process's own figures are in the text`() {
        let text = PrometheusRegistry().text()
        let names = [
            "process_cpu_seconds_total", "process_open_fds", "process_resident_memory_bytes",
            "process_start_time_seconds",
        ]
        for name in names {
            #expect(text.contains("\n\(name) ") && text.contains("# TYPE \(name) "))
        }
    }

    @Test func `a program name with brackets and blanks does not move the fields`() {
        let numbers = (4...52).map(String.init).joined(separator: " ")
        let figures = ProcessFigures(
            stat: "7 (a) b (c) S \(numbers)",
            systemStat: "cpu 1 2\nbtime 1000\n",
            openDescriptors: 9,
            ticksPerSecond: 100,
            pageBytes: 4_096
        )
        #expect(figures.cpuSeconds == 0.29)
        #expect(figures.startTimeSeconds == 1_000.22)
        #expect(figures.residentBytes == 98_304.0)
        #expect(
            ProcessFigures(stat: "", systemStat: "", openDescriptors: nil, ticksPerSecond: 100, pageBytes: 1).text
                .isEmpty
        )
    }
}
