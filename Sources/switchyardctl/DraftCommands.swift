import ArgumentParser
import Foundation
import Postgres
import Switchyard

struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "A tenant's service-level policies.",
        subcommands: [PublishPolicyCommand.self, PreviewPolicyCommand.self]
    )
}

struct PublishPolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Reads policies on standard input and publishes them.",
        discussion: DraftInput.discussion
    )

    @Option(help: "Slug or id of the tenant.")
    var tenant: String

    func run() throws { try DraftInput(.policy).publish(for: tenant) }
}

struct PreviewPolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Which running clocks the policies on standard input would move; writes nothing.",
        discussion: DraftInput.discussion
    )

    @Option(help: "Slug or id of the tenant.")
    var tenant: String

    func run() throws { try DraftInput(.policy).preview(for: tenant) }
}

struct PublishCalendarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Reads a calendar on standard input and publishes it.",
        discussion: DraftInput.discussion
    )

    @Option(help: "Slug or id of the tenant.")
    var tenant: String

    @Option(help: "Which calendar.")
    var line = TenantCalendar.nameDefault

    func run() throws { try DraftInput(.calendar, line: line).publish(for: tenant) }
}

struct PreviewCalendarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Which running clocks the calendar on standard input would move; writes nothing.",
        discussion: DraftInput.discussion
    )

    @Option(help: "Slug or id of the tenant.")
    var tenant: String

    @Option(help: "Which calendar.")
    var line = TenantCalendar.nameDefault

    func run() throws { try DraftInput(.calendar, line: line).preview(for: tenant) }
}

/// A body of the API's form on standard input, and what is done with it.
private struct DraftInput {
    static let discussion = """
        The input is what the API takes: the document, with effective_from and apply (policies) or confirm_never_open \
        (calendars) beside it. Prints one line of JSON. Uses SWITCHYARD_API_DATABASE_URL and \
        SWITCHYARD_MASTER_KEY_FILE.
        """

    let kind: SettingKind
    let document: JSON
    let terms: PublishTerms

    init(_ kind: SettingKind, line: String = TenantCalendar.nameDefault) throws {
        guard TenantCalendar.isName(line) else { throw ValidationError("\(line) is no name of a calendar") }
        self.kind = kind
        let input = Array(FileHandle.standardInput.readDataToEndOfFile())
        (document, terms) = try refusalsTold { try PublishTerms.split(JSONParser.parse(input), kind, line: line) }
    }

    func publish(for tenant: String) throws {
        try answer(for: tenant) { tx in try PublishSetting.publish(kind, document, terms, in: tx).summary() }
    }

    func preview(for tenant: String) throws {
        try answer(for: tenant) { tx in
            try PublicationPreview.make(ClockDraft(kind, document, terms, in: tx), in: tx).json
        }
    }

    private func answer(for tenant: String, _ make: (TenantTransaction) throws -> JSON) throws {
        let plane = try ControlPlane.open(.api)
        defer { plane.connection.close() }
        for line in try refusalsTold({ try plane.ofTenants(tenant, make) }) { print(line.serialized()) }
    }
}

/// What is wrong with a document, a line for each place.
func refusalsTold<Value>(_ work: () throws -> Value) throws -> Value {
    do {
        return try work()
    } catch let error as DomainError where !error.fields.isEmpty {
        throw ValidationError(error.fields.map(\.told).joined(separator: "\n"))
    } catch let error as FieldError {
        throw ValidationError(error.told)
    }
}

extension FieldError {
    fileprivate var told: String {
        let figures = parameters.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return "\(pointer.isEmpty ? "/" : pointer): \(code.rawValue)" + (figures.isEmpty ? "" : " (\(figures))")
    }
}
