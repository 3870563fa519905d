import CLibpq

/// Where the database is and the limits under which we talk to it. Never prints its password.
///
/// Made from a URL or a `key=value` string as libpq reads it; TLS is what its `sslmode` says.
package struct ConnectionSettings: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// For one address; libpq takes no less than 2.
    package var connectTimeoutSeconds = 5
    /// The server's limit for one statement; 0 sets none, and then our own clock waits `unlimitedWaitMilliseconds`.
    package var statementTimeoutMilliseconds = 10_000
    package var lockTimeoutMilliseconds = 5_000
    package var idleInTransactionTimeoutMilliseconds = 30_000
    package var keepaliveIdleSeconds = 30
    package var keepaliveIntervalSeconds = 10
    package var keepaliveCount = 3
    /// How long sent data may stay unacknowledged before the kernel gives the connection up.
    package var tcpUserTimeoutMilliseconds = 15_000
    package var applicationName = "switchyard"
    package var searchPath: String?
    /// Further settings of the session. UTC, so that casts between text, dates and instants do not depend on the server.
    package var sessionOptions: [String: String] = ["TimeZone": "UTC"]

    /// Called before and after every flush. For tests, which end a process there; the shipped executables never set it.
    package var atFlush: (@Sendable (FlushMoment) throws -> Void)?
    /// What the server is given in place of a statement's text. For tests, which show that they notice when a part of it is
    /// missing; the shipped executables never set it.
    package var rewriting: (@Sendable (String) -> String)?

    /// How much longer than the server's statement limit we wait before we take the server for dead.
    package var graceMilliseconds = 5_000
    package static let unlimitedWaitMilliseconds = 3_600_000

    private var parameters: [String: String]

    package init(_ urlOrConninfo: String) throws {
        guard !urlOrConninfo.utf8.contains(0), let options = PQconninfoParse(urlOrConninfo, nil) else {
            // libpq's own text may quote the password.
            throw PostgresError(kind: .limit, message: "the database URL is not valid")
        }
        defer { PQconninfoFree(options) }
        parameters = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parameters[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        if let seconds = parameters["connect_timeout"].flatMap(Int.init) { connectTimeoutSeconds = seconds }
        if let name = parameters["application_name"] { applicationName = name }
    }

    package var host: String? {
        get { parameters["host"] }
        set { parameters["host"] = newValue }
    }

    package var port: String? {
        get { parameters["port"] }
        set { parameters["port"] = newValue }
    }

    package var user: String? {
        get { parameters["user"] }
        set { parameters["user"] = newValue }
    }

    package var database: String? {
        get { parameters["dbname"] }
        set { parameters["dbname"] = newValue }
    }

    package mutating func setPassword(_ password: String?) { parameters["password"] = password }

    /// No wait of ours is longer than this.
    var waitMillisecondsMax: Int {
        statementTimeoutMilliseconds > 0
            ? statementTimeoutMilliseconds + graceMilliseconds : Self.unlimitedWaitMilliseconds
    }

    /// What libpq is given. TCP settings that the URL names itself win.
    func driverParameters() -> [String: String] {
        var all = [
            "keepalives": "1",
            "keepalives_idle": "\(keepaliveIdleSeconds)",
            "keepalives_interval": "\(keepaliveIntervalSeconds)",
            "keepalives_count": "\(keepaliveCount)",
            "tcp_user_timeout": "\(tcpUserTimeoutMilliseconds)",
        ]
        all.merge(parameters) { _, given in given }
        all["connect_timeout"] = "\(max(2, connectTimeoutSeconds))"
        all["application_name"] = applicationName
        all["client_encoding"] = "UTF8"
        all["options"] = ([parameters["options"]].compactMap { $0 } + serverOptions()).joined(separator: " ")
        return all
    }

    private func serverOptions() -> [String] {
        var options = sessionOptions
        options["statement_timeout"] = "\(statementTimeoutMilliseconds)"
        options["lock_timeout"] = "\(lockTimeoutMilliseconds)"
        options["idle_in_transaction_session_timeout"] = "\(idleInTransactionTimeoutMilliseconds)"
        if let searchPath { options["search_path"] = searchPath }
        return options.sorted { $0.key < $1.key }.map { "-c \($0.key)=\(Self.escaped($0.value))" }
    }

    /// The server splits `options` at white space unless a backslash stands before it.
    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { text, character in
            if character == "\\" || character.isWhitespace { text.append("\\") }
            text.append(character)
        }
    }

    package var description: String {
        "postgres \(user ?? "?")@\(host ?? "local"):\(port ?? "5432")/\(database ?? "?")"
    }

    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["server": description]) }
}
