import Foundation
import Logging
import Metrics
import Postgres
import Switchyard
import SwitchyardAPI
import Telemetry

do {
    let config = Config()
    let level = Logger.Level(rawValue: config.text("SWITCHYARD_LOG_LEVEL", default: "info")) ?? .info
    LoggingSystem.bootstrap { JSONLogHandler(label: $0, level: level) }
    let registry = PrometheusRegistry()
    MetricsSystem.bootstrap(registry)
    let logger = Logger(label: "switchyard-api")

    let settings = try config.connection(.api, name: "switchyard-api")
    let pool = Pool(
        name: "api",
        settings: settings,
        size: try config.poolSize(),
        activeMax: try config.poolActive()
    )
    let isPollOnly = try config.number("SWITCHYARD_POLL_ONLY", default: 0, in: 0...1) == 1
    let waker = isPollOnly ? nil : Waker(pool: pool)
    let deployment = try Deployment.start(
        settings: settings,
        master: try config.masterKey(),
        onWork: { waker?.hint() }
    )
    let server = Server(
        database: Database(pool: pool, deployment: deployment),
        logger: logger,
        gate: RateGate(try config.rateLimits())
    )
    let (isServing, motion) = (Outcome(), Motion())
    let probe = Probe(pool: pool, isServing: { isServing.value ?? false })
    let ops = OpsListener(
        port: try config.number("SWITCHYARD_OPS_PORT", default: 9101, in: 0...65_535),
        health: { probe.report() },
        metrics: { registry.text() }
    )
    try ops.start()
    let watchdog = Watchdog(
        Supervisor(),
        log: logger,
        isReady: { isServing.value ?? false },
        stuck: { motion.stuck() }
    )
    watchdog.start()
    try await HTTPListener.run(
        server: server,
        host: config.text("SWITCHYARD_HOST", default: "127.0.0.1"),
        port: try config.number("SWITCHYARD_PORT", default: 8080, in: 0...65_535),
        logger: logger,
        onRunning: { _ in isServing.set(true) }
    )
    watchdog.stopping()
    ops.stop()
    pool.close()
} catch {
    FileHandle.standardError.write(Data("switchyard-api: \(error)\n".utf8))
    exit(1)
}
