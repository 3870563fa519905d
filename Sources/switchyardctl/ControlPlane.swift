import BusinessTime
import Foundation
import Postgres
import Switchyard

/// A command's way to the database: a role's connection and what transactions need.
struct ControlPlane {
    let connection: Connection
    let deployment: Deployment

    static func open(_ role: Config.Role) throws -> ControlPlane {
        let config = Config()
        let settings = try config.connection(role, name: "switchyardctl")
        return ControlPlane(
            connection: try Connection(settings),
            deployment: try Deployment.start(settings: settings, master: config.masterKey())
        )
    }

    func request(_ kind: Actor.Kind) -> RequestContext {
        RequestContext(actor: Actor(kind: kind), requestID: UUID.v7(at: Instant(date: Date())))
    }
}
