import ArgumentParser
import Foundation
import Postgres
import Switchyard

struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "API keys that are not made over the API.",
        subcommands: [CreateKeyCommand.self]
    )
}

/// The first key of an operator, with which everything else is done over the API.
struct CreateKeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Issues an operator's key and prints it, once.",
        discussion: "Uses SWITCHYARD_API_DATABASE_URL and SWITCHYARD_MASTER_KEY_FILE."
    )

    @Flag(name: .customLong("operator"), help: "An operator administrator's key.")
    var isOperator = false

    @Option(help: "What the key is called in lists.")
    var name = "operator"

    func validate() throws {
        guard isOperator else { throw ValidationError("Say --operator; other keys are issued over the API.") }
    }

    func run() throws {
        let plane = try ControlPlane.open(.api)
        defer { plane.connection.close() }
        let draft = KeyDraft(kind: .operatorAdmin, name: name, tenantID: nil, personID: nil)
        let key = try DirectoryTransaction.run(
            request: plane.request(.operatorAdmin),
            deployment: plane.deployment,
            on: plane.connection
        ) { try draft.issue(in: $0).key }
        print(key.revealed)
    }
}
