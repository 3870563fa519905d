import ArgumentParser
import Foundation
import Postgres
import Switchyard

struct ProbeJobsCommand: ParsableCommand {
    static let countMax = 10_000_000
    static let afterSecondsMax: Int64 = 31 * 86_400

    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Enqueues jobs that do nothing, to see whether work is taken, how soon and how fast.",
        discussion: """
            Prints how long the enqueuing took. What became of them is in `jobs top` and, by their instants, in \
            `jobs list --kind probe --state done`.
            """
    )

    @Option(help: "Slug or id of one tenant; default every active one, in turn.")
    var tenant: String?

    @Option(help: "How many, at most \(countMax).")
    var count = 1

    @Option(help: "How many in a transaction, at most \(Probe.countMax).")
    var batch = 1_000

    @Option(help: "Seconds until they are due.")
    var after: Int64 = 0

    @Flag(help: "Those of a transaction are taken one after the other.")
    var inOrder = false

    @Option(help: "Payload version, at most \(Probe.versionMax); a process that does not know it leaves them alone.")
    var payloadVersion: Int16 = JobKind.probe.payloadVersion

    func validate() throws {
        guard (1...Self.countMax).contains(count), (1...Probe.countMax).contains(batch),
            (0...Self.afterSecondsMax).contains(after), (1...Probe.versionMax).contains(Int(payloadVersion))
        else { throw ValidationError("a number is out of its range") }
    }

    func run() throws {
        let plane = try ControlPlane.open(.api)
        defer { plane.connection.close() }
        let tenants = try plane.tenants(tenant)
        guard !tenants.isEmpty else { throw ValidationError("there is no tenant") }
        let took = try ContinuousClock().measure {
            for (index, start) in stride(from: 0, to: count, by: batch).enumerated() {
                try plane.transaction(tenants[index % tenants.count]) { tx in
                    try Probe.enqueue(
                        min(batch, count - start),
                        afterSeconds: after,
                        version: payloadVersion,
                        inOrderOf: inOrder ? try tx.newID() : nil,
                        in: tx
                    )
                }
            }
        }
        print("{\"probes\": \(count), \"seconds\": \(took / .seconds(1))}")
    }
}
