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
            PauseJobsCommand.self, ResumeJobsCommand.self, HeldJobsCommand.self, CapJobsCommand.self,
            UncapJobsCommand.self, CappedJobsCommand.self, ProbeJobsCommand.self,
        ],
        defaultSubcommand: TopJobsCommand.self
    )
}

/// Whose jobs a command is about.
struct JobsOfTenant: ParsableArguments {
    @Option(help: "Slug or id of the tenant.")
    var tenant: String
}

/// Whose wish a command is.
struct AskedFor: ParsableArguments {
    static let charactersMax = 100

    @Option(help: "Who wants it, for the record; default the account's name.")
    var by: String = NSUserName()

    func validate() throws {
        guard (1...AskedFor.charactersMax).contains(by.count) else {
            throw ValidationError("--by is a name of at most \(AskedFor.charactersMax) characters")
        }
    }
}

/// One job of a tenant.
struct JobOfTenant: ParsableArguments {
    @OptionGroup var of: JobsOfTenant

    @Argument(help: "The job's id.")
    var job: String

    func act<Value>(by name: String? = nil, _ act: (UUID, TenantTransaction) throws -> Value) throws -> Value {
        let id = try JobsCommand.id(job)
        return try JobsCommand.inTenant(of.tenant, by: name) { try act(id, $0) }
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
extension JobScope: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

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
    @OptionGroup var asked: AskedFor

    func run() throws {
        print(try job.act(by: asked.by) { try JobRecord.retry($0, in: $1) }.json.serialized())
    }
}

struct DiscardJobCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard",
        abstract: "Gives a job up; a dead one is removed."
    )

    @OptionGroup var job: JobOfTenant
    @OptionGroup var asked: AskedFor

    func run() throws {
        try job.act(by: asked.by) { try JobRecord.discard($0, in: $1) }
    }
}

/// The state of the job does not allow what was asked, or there is no such job; the API's word for it.
private struct JobRefused: Error, CustomStringConvertible {
    let reason: String

    var description: String { reason }
}

extension JobsCommand {
    static func inTenant<Value>(
        _ tenant: String,
        by name: String? = nil,
        _ act: (TenantTransaction) throws -> Value
    ) throws -> Value {
        try steer(by: name) { plane in
            guard let value = try plane.ofTenants(tenant, act).first else {
                throw ValidationError("there is no tenant \(tenant)")
            }
            return value
        }
    }

    /// What is about all tenants.
    static func overAll<Value>(
        by name: String? = nil,
        _ act: (DirectoryTransaction) throws -> Value
    ) throws -> Value {
        try steer(by: name) { try $0.directory(act) }
    }

    private static func steer<Value>(by name: String?, _ act: (ControlPlane) throws -> Value) throws -> Value {
        var plane = try ControlPlane.open(.api)
        defer { plane.connection.close() }
        plane.actorName = name
        do {
            return try act(plane)
        } catch let error as DomainError {
            throw JobRefused(reason: error.reason)
        }
    }

    fileprivate static func id(_ text: String) throws -> UUID {
        guard let id = UUID(uuidString: text) else { throw ValidationError("\(text) is no id") }
        return id
    }
}
