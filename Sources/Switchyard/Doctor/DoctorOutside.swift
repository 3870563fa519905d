package import BusinessTime

/// What the doctor asks of the world outside the database. The program gives it; tests put their own in its place.
package struct DoctorOutside: Sendable {
    /// How a mail would leave, and what is in its way.
    package enum MailRoute: Sendable {
        /// A relay; nil where it greets us, encrypts and takes our credentials as the settings want it.
        case relay(problem: String?)
        case folder(String)
        case none
    }

    /// Prefix lengths of the blocks that webhooks may go to beside public addresses.
    package struct EgressBlock: Sendable {
        package let text: String
        package let prefixLength: Int
        package let isIPv4: Bool

        package init(text: String, prefixLength: Int, isIPv4: Bool) {
            self.text = text
            self.prefixLength = prefixLength
            self.isIPv4 = isIPv4
        }
    }

    package struct Disk: Sendable {
        package let totalBytes: Int64
        package let freeBytes: Int64

        package init(totalBytes: Int64, freeBytes: Int64) {
            self.totalBytes = totalBytes
            self.freeBytes = freeBytes
        }
    }

    package var machineTime: @Sendable () -> Instant
    /// Connects, greets, and hangs up: no mail is sent.
    package var mail: @Sendable () throws -> MailRoute
    package var egress: @Sendable () throws -> [EgressBlock]
    /// The status that a GET is answered with.
    /// - Throws: why there is none.
    package var health: @Sendable (_ url: String) throws -> Int
    /// Nil for a path that cannot be seen from here.
    package var disk: @Sendable (_ path: String) -> Disk?

    package init(
        machineTime: @escaping @Sendable () -> Instant,
        mail: @escaping @Sendable () throws -> MailRoute,
        egress: @escaping @Sendable () throws -> [EgressBlock],
        health: @escaping @Sendable (_ url: String) throws -> Int,
        disk: @escaping @Sendable (_ path: String) -> Disk?
    ) {
        self.machineTime = machineTime
        self.mail = mail
        self.egress = egress
        self.health = health
        self.disk = disk
    }
}

/// What would run, for the count of connections.
package struct DoctorPlan: Sendable {
    /// Processes of each tier; nil for as many as can be seen, and at least one.
    package var apis: Int?
    package var workers: Int?
    package var connectionsOfAPI: Int
    package var connectionsOfWorker: Int
    /// `/health` of each tier.
    package var healthURLs: [String]

    package init(
        apis: Int? = nil,
        workers: Int? = nil,
        connectionsOfAPI: Int,
        connectionsOfWorker: Int,
        healthURLs: [String] = []
    ) {
        self.apis = apis
        self.workers = workers
        self.connectionsOfAPI = connectionsOfAPI
        self.connectionsOfWorker = connectionsOfWorker
        self.healthURLs = healthURLs
    }
}
