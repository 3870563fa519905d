import Postgres

/// What the doctor looks at, in the order in which it is told. Each is a case, so that none can be left out of the walk.
package enum DoctorCheck: String, CaseIterable, Sendable {
    case database
    case server
    case characterType = "character_type"
    case durability
    case schema
    case roles
    case rights
    case masterKeyFile = "master_key_file"
    case masterKey = "master_key"
    case clock
    case connections
    case disk
    case transactions
    case replication
    case workers
    case schedules
    case timers
    case jobs
    case unknownJobs = "unknown_jobs"
    case deadJobs = "dead_jobs"
    case holds
    case days
    case publicURL = "public_url"
    case mail
    case egress
    case health

    package func findings(_ visit: DoctorVisit) -> [DoctorFinding] {
        do {
            return try words(visit).map { $0.finding(rawValue) }
        } catch let blind as DoctorBlind {
            return [DoctorWord.warn(blind.found, limit: "-", blind.advice).finding(rawValue)]
        } catch {
            // PostgreSQL's primary message, or one of our own sentences: neither holds a password or a value.
            let word = DoctorWord.fail("cannot be looked at: \(error)", limit: "-", "Mend what the message names.")
            return [word.finding(rawValue)]
        }
    }

    private func words(_ visit: DoctorVisit) throws -> [DoctorWord] {
        switch self {
        case .database: DatabaseDoctor.reach(visit)
        case .server: [try DatabaseDoctor.server(visit)]
        case .characterType: [try DatabaseDoctor.characterType(visit)]
        case .durability: [try DatabaseDoctor.durability(visit)]
        case .schema: [try DatabaseDoctor.schema(visit)]
        case .roles: [try RightsDoctor.roles(visit)]
        case .rights: [try RightsDoctor.rights(visit)]
        case .masterKeyFile: [try KeyDoctor.file(visit)]
        case .masterKey: [try KeyDoctor.opens(visit)]
        case .clock: [try MachineDoctor.clock(visit)]
        case .connections: [try ConnectionDoctor.slots(visit)]
        case .disk: try MachineDoctor.disks(visit)
        case .transactions: [try ServerLoadDoctor.transactions(visit)]
        case .replication: [try ServerLoadDoctor.replication(visit)]
        case .workers: [try QueueDoctor.workers(visit)]
        case .schedules: [try QueueDoctor.schedules(visit)]
        case .timers: [try QueueDoctor.timers(visit)]
        case .jobs: [try QueueDoctor.due(visit)]
        case .unknownJobs: [try QueueDoctor.unknown(visit)]
        case .deadJobs: [try QueueDoctor.dead(visit)]
        case .holds: [try QueueDoctor.holds(visit)]
        case .days: [try QueueDoctor.days(visit)]
        case .publicURL: [OutsideDoctor.publicURL(visit)]
        case .mail: [try OutsideDoctor.mail(visit)]
        case .egress: [try OutsideDoctor.egress(visit)]
        case .health: OutsideDoctor.health(visit)
        }
    }
}
