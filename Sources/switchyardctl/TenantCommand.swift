import ArgumentParser
import Foundation
import Postgres
import Switchyard

struct TenantCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant",
        abstract: "A client exchange's whole set-up as one document.",
        subcommands: [ExportTenantCommand.self, PlanTenantCommand.self, ApplyTenantCommand.self]
    )

    static let discussion = "Uses SWITCHYARD_API_DATABASE_URL and SWITCHYARD_MASTER_KEY_FILE."
}

struct ExportTenantCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes what a tenant has, without secrets: apply it to another one to clone it.",
        discussion: TenantCommand.discussion
    )

    @Option(help: "Slug or id of the tenant.")
    var tenant: String

    @Argument(help: "Where to; default standard output.")
    var file: String?

    func run() throws {
        let plane = try ControlPlane.open(.api)
        defer { plane.connection.close() }
        let setup = try plane.transaction(plane.tenant(tenant)) { try TenantSetup.load(in: $0) }
        let text = setup.document.indented() + "\n"
        if let file {
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        } else {
            print(text, terminator: "")
        }
    }
}

struct PlanTenantCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Shows what applying a document would change; writes nothing.",
        discussion: "A line an item: + is added, ~ changed, = unchanged, ? on the server alone. "
            + TenantCommand.discussion
    )

    @OptionGroup var input: SetupInput

    func run() throws {
        let report = try input.transaction { document, tx in try TenantSetup.plan(document, in: tx) }
        report.printLines()
        print("tag \(report.tag)")
    }
}

struct ApplyTenantCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Applies a document, all of it or nothing; secrets of what is new are printed, once.",
        discussion: TenantCommand.discussion
    )

    @OptionGroup var input: SetupInput

    @Option(help: "The tag that plan printed: refuses where the set-up has changed since.")
    var tag: String?

    func run() throws {
        let tag = tag
        let report = try input.transaction { document, tx in try TenantSetup.apply(document, expecting: tag, in: tx) }
        report.printLines()
        for secret in report.secrets {
            print("secret", secret.item, secret.path ?? "-", secret.secret, separator: "\t")
        }
        print("tag \(report.tag)")
    }
}

/// A document and the tenant it is for.
struct SetupInput: ParsableArguments {
    @Option(help: "Slug or id of the tenant.")
    var tenant: String

    @Argument(help: "The document.")
    var file: String

    func transaction(_ work: (JSON, TenantTransaction) throws -> SetupReport) throws -> SetupReport {
        let document = try JSONParser.parse(Array(Data(contentsOf: URL(fileURLWithPath: file))))
        return try refusalsTold {
            let faults = TenantSetup.schema.validate(document)
            guard faults.isEmpty else { throw DomainError(.invalid, "validation_failed", fields: faults) }
            let plane = try ControlPlane.open(.api)
            defer { plane.connection.close() }
            return try plane.transaction(plane.tenant(tenant)) { try work(document, $0) }
        }
    }
}

extension SetupReport {
    fileprivate func printLines() {
        for change in changes { print(change.outcome.sign, change.title) }
    }
}

extension SetupChange.Outcome {
    fileprivate var sign: String {
        switch self {
        case .add: "+"
        case .change: "~"
        case .unchanged: "="
        case .onlyOnServer: "?"
        case .notPermitted: "!"
        }
    }
}
