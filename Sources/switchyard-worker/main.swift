import Foundation
import Logging
import Metrics
import Switchyard
import SwitchyardWorker
import Telemetry

do {
    let config = Config()
    let level = Logger.Level(rawValue: config.text("SWITCHYARD_LOG_LEVEL", default: "info")) ?? .info
    LoggingSystem.bootstrap { JSONLogHandler(label: $0, level: level) }
    let registry = PrometheusRegistry()
    MetricsSystem.bootstrap(registry)
    let log = Logger(label: "switchyard-worker")

    let worker = Worker(settings: try WorkerSettings(config: config, log: log))
    let ops = OpsListener(
        port: try config.number("SWITCHYARD_OPS_PORT", default: 9102, in: 0...65_535),
        health: { HealthReport(isReady: worker.isHealthy, checks: worker.checks) },
        metrics: { registry.text() }
    )
    try ops.start()
    worker.start()
    let watchdog = Watchdog(Supervisor(), log: log, isReady: { worker.isHealthy }, stuck: { worker.stuckLanes })
    watchdog.start()
    Drain.runUntilSignal(worker, log: log, onSignal: { watchdog.stopping() }, beforeExit: { ops.stop() })
} catch {
    FileHandle.standardError.write(Data("switchyard-worker: \(error)\n".utf8))
    exit(1)
}
