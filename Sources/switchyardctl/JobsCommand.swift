import ArgumentParser
import BusinessTime
import Foundation
import Postgres
import Switchyard

/// The queue, seen and steered from the shell. One JSON line a thing.
struct JobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "Looks at the work that waits, and steers it.",
        discussion: """
            Uses SWITCHYARD_API_DATABASE_URL and SWITCHYARD_MASTER_KEY_FILE; what is about all tenants uses
            SWITCHYARD_DISPATCHER_DATABASE_URL.
            """,
        subcommands: [
            TopJobsCommand.self, ListJobsCommand.self, ShowJobCommand.self, RetryJobCommand.self,
            DiscardJobCommand.self,
            PauseJobsCommand.self, ResumeJobsCommand.self, HeldJobsCommand.self, ProbeJobsCommand.self,
        ],
        defaultSubcommand: TopJobsCommand.self
    )
}

/// Whose jobs a command is about.
struct JobsOfTenant: ParsableArguments {
    @Option(help: "Slug or id of the tenant.")
    var tenant: String
}

/// One job of a tenant.
struct JobOfTenant: ParsableArguments {
    @OptionGroup var of: JobsOfTenant

    @Argument(help: "The job's id.")
    var job: String

    func act<Value>(_ act: (UUID, TenantTransaction) throws -> Value) throws -> Value {
        let id = try JobsCommand.id(job)
        return try JobsCommand.inTenant(of.tenant) { try act(id, $0) }
    }
}

struct TopJobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top",
        abstract: "How much work there is, by tenant and kind; what has most ready first."
    )

    @Option(help: "Lines, at most \(JobTally.rowsMax).")
    var limit = 40

    func run() throws {
        for tally in try JobsQueue.open({ try $0.tallies(limit: max(1, limit)) }) {
            print(tally.json.serialized())
        }
    }
}

extension JobRecord.State: ExpressibleByArgument {}
extension JobKind: ExpressibleByArgument {}

struct ListJobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "A tenant's jobs, newest first: those in the queue, or those of one state."
    )

    @OptionGroup var scope: JobsOfTenant

    @Option var state: JobRecord.State?

    @Option(help: "Only of this kind.")
    var kind: String?

    @Option(help: "Only jobs older than this one, the last of the page before.")
    var before: String?

    @Option(help: "Lines, at most \(JobRecord.pageMax).")
    var limit = 50

    func run() throws {
        let cursor = try before.map { try JobsCommand.id($0) }
        let jobs = try JobsCommand.inTenant(scope.tenant) { tx in
            try JobRecord.page(state, kind: kind, before: cursor, limit: max(1, limit), in: tx)
        }
        for job in jobs { print(job.json.serialized()) }
    }
}

struct ShowJobCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "A job with its attempts and their errors."
    )

    @OptionGroup var job: JobOfTenant

    func run() throws {
        print(try job.act { try JobRecord.find($0, in: $1) }.json.serialized())
    }
}

struct RetryJobCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Tries a job at once; a dead one begins again."
    )

    @OptionGroup var job: JobOfTenant

    func run() throws {
        print(try job.act { try JobRecord.retry($0, in: $1) }.json.serialized())
    }
}

struct DiscardJobCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard",
        abstract: "Gives a job up; a dead one is removed."
    )

    @OptionGroup var job: JobOfTenant

    func run() throws {
        try job.act { try JobRecord.discard($0, in: $1) }
    }
}

struct PauseJobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Holds a kind of work back, for a tenant or for all; workers follow within a second."
    )

    @Argument var kind: JobKind

    @Option(help: "Slug or id of one tenant; default all.")
    var tenant: String?

    func run() throws {
        if let tenant {
            _ = try JobsCommand.inTenant(tenant) { try JobHold.set(kind, in: $0) }
        } else {
            _ = try JobsQueue.open { try $0.hold(kind) }
        }
    }
}

struct ResumeJobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Lets a kind of work go on that was held back."
    )

    @Argument var kind: JobKind

    @Option(help: "Slug or id of one tenant; default what was held for all.")
    var tenant: String?

    func run() throws {
        if let tenant {
            try JobsCommand.inTenant(tenant) { try JobHold.end(kind, in: $0) }
        } else if try !JobsQueue.open({ try $0.release(kind) }) {
            throw ValidationError("\(kind.rawValue) is not held for all tenants")
        }
    }
}

struct HeldJobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "held",
        abstract: "What is held back, of all tenants (null) and of each."
    )

    func run() throws {
        for hold in try JobsQueue.open({ try $0.holds() }).list {
            let line: JSON = ["tenant": hold.tenant.json, "kind": .string(hold.kind)]
            print(line.serialized())
        }
    }
}

/// The state of the job does not allow what was asked, or there is no such job; the API's word for it.
private struct JobRefused: Error, CustomStringConvertible {
    let reason: String

    var description: String { reason }
}

/// The door to the queue, for one act.
private enum JobsQueue {
    static func open<Value>(_ act: (QueueSession) throws -> Value) throws -> Value {
        let settings = try Config().connection(.dispatcher, name: "switchyardctl")
        let plane = try ControlPlane.open(.api)
        defer { plane.connection.close() }
        return try act(QueueSession.open(settings, deployment: plane.deployment))
    }
}

extension JobsCommand {
    fileprivate static func inTenant<Value>(
        _ tenant: String,
        _ act: (TenantTransaction) throws -> Value
    ) throws -> Value {
        let plane = try ControlPlane.open(.api)
        defer { plane.connection.close() }
        do {
            guard let value = try plane.ofTenants(tenant, act).first else {
                throw ValidationError("there is no tenant \(tenant)")
            }
            return value
        } catch let error as DomainError {
            throw JobRefused(reason: error.reason)
        }
    }

    fileprivate static func id(_ text: String) throws -> UUID {
        guard let id = UUID(uuidString: text) else { throw ValidationError("\(text) is no id") }
        return id
    }
}
