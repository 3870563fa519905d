import BusinessTime
package import Foundation
package import Postgres
package import Switchyard

/// A tenant of its own for one test: keys, set-up and, where asked for, desks L1 to L4 with one agent and one lead each.
///
/// Without a calendar it is open round the clock; one that never opens is taken as meant. Grants begin in the year 2000, so
/// that a test's clock may stand anywhere after it.
package struct TenantFixture: Sendable {
    package static let levels = 1...4

    /// A key as the directory has it, with the text that signs a program in.
    package struct Credential: Sendable {
        package let actor: Actor
        package let key: APIKey
    }

    package struct Member: Sendable {
        package let level: Int
        package let personID: UUID
        package let name: String
        package let email: String
        package let grantID: UUID
        package let credential: Credential

        package var actor: Actor { credential.actor }
    }

    package struct Options: Sendable {
        package var name = "Test Exchange"
        package var zone = "UTC"
        package var language = "en"
        package var calendar: JSON?
        package var policy: JSON? = TenantFixture.policy
        package var rules: JSON?
        package var survey: JSON?
        package var hasDesks = true
        package var sandbox = false
        package var clock: TestClock?
        package var onWork: (@Sendable () -> Void)?
        package init() {}
    }

    /// First reply in an hour, resolution in a day.
    package static let policy: JSON = ["targets": ["first_reply": 3600, "next_reply": 7200, "resolution": 86400]]

    package let database: TestDatabase
    package let deployment: Deployment
    package let tenantID: UUID
    package let slug: String
    package let operatorAdmin: Credential
    package let tenantAdmin: Credential
    package let intake: Credential
    package let agents: [Member]
    package let leads: [Member]
    /// Team that takes the cases of a level.
    package let teams: [Int: UUID]

    /// - Parameter connection: the API's, to be used instead of one opened for this alone.
    package static func make(
        in database: TestDatabase? = nil,
        on connection: Connection? = nil,
        _ change: (inout Options) -> Void = { _ in }
    ) throws -> TenantFixture {
        var options = Options()
        change(&options)
        let database = try database ?? TestDatabase.shared()
        if let connection { return try TenantFixture(database: database, options: options, on: connection) }
        return try database.withConnection(.api) { connection in
            try TenantFixture(database: database, options: options, on: connection)
        }
    }

    private init(database: TestDatabase, options: Options, on connection: Connection) throws {
        let deployment = database.deployment(clock: options.clock, onWork: options.onWork)
        let slug = "t-" + UUID().uuidString.lowercased().prefix(18)
        let made = try DirectoryTransaction.run(request: .bootstrap, deployment: deployment, on: connection) { tx in
            try FixtureDirectory(slug: slug, options: options, in: tx)
        }
        self.database = database
        self.deployment = deployment
        self.slug = slug
        tenantID = made.tenantID
        operatorAdmin = made.operatorAdmin
        tenantAdmin = made.tenantAdmin
        intake = made.intake
        agents = made.agents
        leads = made.leads
        teams = made.teams

        let request = RequestContext(actor: made.tenantAdmin.actor, requestID: UUID())
        let settings: [(SettingKind, JSON?)] = [
            (.calendar, options.calendar), (.policy, options.policy), (.rules, options.rules),
            (.survey, options.survey),
        ]
        var terms = PublishTerms()
        terms.confirmsNeverOpen = true
        try TenantTransaction.run(tenant: tenantID, request: request, deployment: deployment, on: connection) { tx in
            try Tenant.furnish(in: tx)
            for (kind, document) in settings {
                if let document { _ = try PublishSetting.publish(kind, document, terms, in: tx) }
            }
            for (level, team) in made.teams.sorted(by: { $0.key < $1.key }) {
                try Team.setDesk(level: level, team: team, in: tx)
            }
        }
    }

    /// The agent of a level; a test that asks for a level without one is wrong.
    package func agent(_ level: Int = 1) -> Member { TenantFixture.member(agents, level) }

    package func lead(_ level: Int = 1) -> Member { TenantFixture.member(leads, level) }

    /// A person who holds one role here, or over the firm; at level 1 where the role has one.
    package func person(_ role: Role, overFirm: Bool = false) throws -> Credential {
        try asBootstrap { tx in
            let person = try add(role, overFirm: overFirm, email: "\(UUID().uuidString)@\(slug).example", in: tx)
            return try .issue(.agent, person: person, in: tx)
        }
    }

    /// One transaction of an administrator before there are any keys.
    func asBootstrap<Value>(_ body: (DirectoryTransaction) throws -> Value) throws -> Value {
        try database.withConnection(.api) { connection in
            try DirectoryTransaction.run(request: .bootstrap, deployment: deployment, on: connection, body)
        }
    }

    func add(_ role: Role, overFirm: Bool, email: String, in tx: DirectoryTransaction) throws -> UUID {
        let person = try Person.add(PersonProfile(name: role.rawValue, email: email), language: "en", in: tx)
        _ = try AccessGrant(
            personID: person,
            tenantID: overFirm ? nil : tenantID,
            role: role,
            level: role.hasLevel && !overFirm ? 1 : nil,
            from: FixtureDirectory.grantedFrom,
            until: nil
        ).give(in: tx)
        return person
    }

    private static func member(_ members: [Member], _ level: Int) -> Member {
        guard let member = members.first(where: { $0.level == level }) else {
            preconditionFailure("the fixture has nobody at level \(level)")
        }
        return member
    }
}

extension RequestContext {
    /// An operator administrator before there are any keys.
    static var bootstrap: RequestContext { RequestContext(actor: Actor(kind: .operatorAdmin), requestID: UUID()) }
}
