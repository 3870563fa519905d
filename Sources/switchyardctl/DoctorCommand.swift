import ArgumentParser
import BusinessTime
import Foundation
import Switchyard
import SwitchyardChannels
import SwitchyardWorker

/// Looks at an installation, or at one client in it, and says what is wrong with it. Changes nothing.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Is it well, and would it stay well? One line a check: ok, warn or fail, figure, limit, what to do.",
        discussion: """
            Reads the settings of both tiers (deploy/env.sample); what is not set is not looked at, and said. With \
            DATABASE_URL, the administrator's, it also sees replicas and the database's disk. Ends with 0 when nothing \
            fails, with 1 when something does.
            """
    )

    @Option(help: "Slug or id of a client, to be looked at beside the installation.")
    var tenant: String?

    @Flag(help: "One JSON line a check, for machines.")
    var json = false

    @Option(help: "The /health URL of a process; may be given several times.")
    var health: [String] = []

    @Option(help: "API processes to reckon with; default those that are seen, and at least 1.")
    var apis: Int?

    @Option(help: "Worker processes to reckon with; default those that are seen, and at least 1.")
    var workers: Int?

    static let processesMax = 1_000

    func validate() throws {
        for count in [apis, workers].compactMap(\.self) where !(0...DoctorCommand.processesMax).contains(count) {
            throw ValidationError("a number of processes is from 0 to \(DoctorCommand.processesMax)")
        }
    }

    func run() throws {
        let config = Config()
        let visit = DoctorVisit(config: config, plan: try plan(config), outside: .machine(config))
        defer { visit.close() }
        var findings = visit.findings()
        if let tenant { findings += TenantDoctorCheck.findings(named: tenant, visit) }
        for finding in findings { print(json ? finding.json.serialized() : finding.line) }
        if findings.contains(where: { $0.outcome == .fail }) { throw ExitCode.failure }
    }

    private func plan(_ config: Config) throws -> DoctorPlan {
        DoctorPlan(
            apis: apis,
            workers: workers,
            connectionsOfAPI: try config.poolSize(),
            connectionsOfWorker: try WorkerLanes(config: config).connections,
            healthURLs: health
        )
    }
}

extension DoctorOutside {
    fileprivate static func machine(_ config: Config) -> DoctorOutside {
        DoctorOutside(
            machineTime: { Instant(date: Date()) },
            mail: { try Reachability.mail(ChannelSettings(config: config)) },
            egress: { try Reachability.egress(ChannelSettings(config: config)) },
            health: { try Reachability.status(of: $0) },
            disk: Disk.of
        )
    }
}

extension DoctorOutside.Disk {
    fileprivate static func of(_ path: String) -> DoctorOutside.Disk? {
        guard let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path),
            let total = attributes[.systemSize] as? NSNumber, let free = attributes[.systemFreeSize] as? NSNumber
        else { return nil }
        return DoctorOutside.Disk(totalBytes: total.int64Value, freeBytes: free.int64Value)
    }
}
