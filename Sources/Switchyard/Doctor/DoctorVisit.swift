import BusinessTime
import Foundation
import Postgres

/// One run of the doctor: what it was given, and the connections it has opened. It changes nothing.
package final class DoctorVisit {
    /// A database that does not answer is not waited for.
    private static let statementMilliseconds = 5_000

    package let config: Config
    let plan: DoctorPlan
    let limits: DoctorLimits
    let outside: DoctorOutside
    private let name: String
    private var opened: [Config.Role: Result<Connection, any Error>] = [:]

    package init(
        config: Config,
        plan: DoctorPlan,
        limits: DoctorLimits = DoctorLimits(),
        outside: DoctorOutside,
        name: String = "switchyardctl"
    ) {
        self.config = config
        self.plan = plan
        self.limits = limits
        self.outside = outside
        self.name = name
    }

    package func close() {
        for case .success(let connection) in opened.values { connection.close() }
        opened = [:]
    }

    /// Every check, in their order.
    package func findings() -> [DoctorFinding] { DoctorCheck.allCases.flatMap { $0.findings(self) } }

    /// The API's role is what the two tiers share least with an administrator, and enough for most of it.
    func connection(_ role: Config.Role) throws -> Connection {
        guard config.optional(role.rawValue) != nil else {
            throw DoctorBlind(
                found: "not looked at: \(role.rawValue) is not set",
                advice: "Run the doctor with the settings of both tiers."
            )
        }
        do {
            return try open(role).get()
        } catch {
            throw DoctorBlind(
                found: "not looked at: \(role.rawValue) does not connect",
                advice: "Mend the connection first."
            )
        }
    }

    /// Any that there is.
    func connection() throws -> Connection {
        for role in [Config.Role.administrator, .api, .worker, .dispatcher] where config.optional(role.rawValue) != nil
        {
            if case .success(let connection) = open(role) { return connection }
        }
        throw DoctorBlind(found: "not looked at: no connection", advice: "Mend the connection first.")
    }

    /// Whoever sees the sessions of others: the administrator, where there is one.
    var administrator: Connection? {
        guard config.optional(Config.Role.administrator.rawValue) != nil else { return nil }
        return try? open(.administrator).get()
    }

    func open(_ role: Config.Role) -> Result<Connection, any Error> {
        if let known = opened[role] { return known }
        let result = Result {
            var settings = try config.connection(role, name: name)
            settings.statementTimeoutMilliseconds = DoctorVisit.statementMilliseconds
            return try Connection(settings)
        }
        opened[role] = result
        return result
    }

    /// The queue without the master key, which may be what is wrong.
    func queue() throws -> QueueSession { try QueueSession.open(on: connection(.dispatcher), clock: nil) }

    func deployment() throws -> Deployment { try Deployment.load(master: config.masterKey(), on: connection(.api)) }
}
