import BusinessTime
import Foundation
import Postgres
import Switchyard

/// A command's way to the database: a role's connection and what transactions need.
struct ControlPlane {
    let connection: Connection
    let deployment: Deployment
    /// Who asks, for the record, where a command wants to know.
    var actorName: String?

    static func open(_ role: Config.Role) throws -> ControlPlane {
        let config = Config()
        let settings = try config.connection(role, name: "switchyardctl")
        return ControlPlane(
            connection: try Connection(settings),
            deployment: try Deployment.start(settings: settings, master: config.masterKey())
        )
    }

    func directory<Value>(_ work: (DirectoryTransaction) throws -> Value) throws -> Value {
        try DirectoryTransaction.run(
            request: request(.operatorAdmin),
            deployment: deployment,
            on: connection,
            work
        )
    }

    func request(_ kind: Actor.Kind) -> RequestContext {
        var request = RequestContext(actor: Actor(kind: kind), requestID: UUID.v7(at: Instant(date: Date())))
        request.actorName = actorName
        return request
    }
}

/// The door to the queue, for one act.
enum JobsQueue {
    static func open<Value>(_ act: (QueueSession) throws -> Value) throws -> Value {
        let settings = try Config().connection(.dispatcher, name: "switchyardctl")
        let plane = try ControlPlane.open(.api)
        defer { plane.connection.close() }
        return try act(QueueSession.open(settings, deployment: plane.deployment))
    }
}
