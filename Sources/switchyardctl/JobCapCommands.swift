import ArgumentParser
import Foundation
import Switchyard

struct CapJobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cap",
        abstract: "Sets how much of a tenant's work may be under way at once; workers follow within a second."
    )

    @Argument(help: "A kind of work, or `all` that have no cap of their own.")
    var kind: JobScope

    @OptionGroup var scope: JobsOfTenant

    @Option(help: "Jobs under way at once, in all processes together.")
    var running: Int

    @OptionGroup var asked: AskedFor

    func validate() throws {
        guard JobCap.runningMaxes.contains(running) else {
            throw ValidationError(
                "--running is from \(JobCap.runningMaxes.lowerBound) to \(JobCap.runningMaxes.upperBound)"
            )
        }
    }

    func run() throws {
        let cap = try JobsCommand.inTenant(scope.tenant, by: asked.by) {
            try JobCap.set(kind, runningMax: running, in: $0)
        }
        print(cap.json.serialized())
    }
}

struct UncapJobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "uncap", abstract: "Removes a cap.")

    @Argument(help: "A kind of work, or `all`.")
    var kind: JobScope

    @OptionGroup var scope: JobsOfTenant
    @OptionGroup var asked: AskedFor

    func run() throws {
        try JobsCommand.inTenant(scope.tenant, by: asked.by) { try JobCap.end(kind, in: $0) }
    }
}

struct CappedJobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "capped", abstract: "The caps of all tenants.")

    func run() throws {
        var last: JobPlace?
        repeat {
            let page = try JobsCommand.overAll { try JobCap.page(after: last, limit: JobCap.pageMax, in: $0) }
            for cap in page { print(cap.json.serialized()) }
            last = page.count == JobCap.pageMax ? page.last?.place : nil
        } while last != nil
    }
}
