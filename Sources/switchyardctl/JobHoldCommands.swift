import ArgumentParser
import Foundation
import Switchyard

struct PauseJobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Holds a kind of work back, for a tenant or for all; workers follow within a second."
    )

    @Argument(help: "A kind of work, or `all`.")
    var kind: JobScope

    @Option(help: "Slug or id of one tenant; default all.")
    var tenant: String?

    @Option(help: "The reason, for the record.")
    var why: String

    @OptionGroup var asked: AskedFor

    func validate() throws {
        guard (1...JobHold.reasonCharactersMax).contains(why.count) else {
            throw ValidationError("--why is a reason of at most \(JobHold.reasonCharactersMax) characters")
        }
    }

    func run() throws {
        let hold =
            if let tenant {
                try JobsCommand.inTenant(tenant, by: asked.by) { try JobHold.set(kind, reason: why, in: $0) }
            } else {
                try JobsCommand.overAll(by: asked.by) { try JobHold.set(kind, reason: why, in: $0) }
            }
        print(hold.json.serialized())
    }
}

struct ResumeJobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Lets a kind of work go on that was held back."
    )

    @Argument(help: "A kind of work, or `all`, as it was held.")
    var kind: JobScope

    @Option(help: "Slug or id of one tenant; default what was held for all.")
    var tenant: String?

    @OptionGroup var asked: AskedFor

    func run() throws {
        if let tenant {
            try JobsCommand.inTenant(tenant, by: asked.by) { try JobHold.end(kind, in: $0) }
        } else {
            try JobsCommand.overAll(by: asked.by) { try JobHold.end(kind, in: $0) }
        }
    }
}

struct HeldJobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "held",
        abstract: "What is held back, of all tenants (null) and of each: by whom, since when and why."
    )

    func run() throws {
        var last: JobPlace?
        repeat {
            let page = try JobsCommand.overAll { try JobHold.page(after: last, limit: JobHold.pageMax, in: $0) }
            for hold in page { print(hold.json.serialized()) }
            last = page.count == JobHold.pageMax ? page.last?.place : nil
        } while last != nil
    }
}
