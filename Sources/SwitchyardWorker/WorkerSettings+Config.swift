import Foundation
package import Logging
import Postgres
package import Switchyard
package import SwitchyardChannels

extension WorkerSettings {
    /// From the process's environment; `deploy/env.sample` lists the names.
    package init(config: Config, log: Logger) throws {
        // Which process a session is of can be seen in pg_stat_activity.
        let process = ProcessInfo.processInfo.processIdentifier
        let worker = try config.connection(.worker, name: "switchyard-worker \(process)")
        let deployment = try Deployment.start(settings: worker, master: config.masterKey())
        self.init(
            worker: worker,
            dispatcher: try config.connection(.dispatcher, name: "switchyard-dispatcher \(process)"),
            deployment: deployment,
            carrier: try ChannelCarrier(settings: ChannelSettings(config: config)),
            letterhead: try Letterhead(config: config),
            log: log
        )
        lanes = try WorkerLanes(config: config)
        deliverBatch = lanes.deliver * 2
        kindLimits = try config.kindLimits("SWITCHYARD_RUNNING_MAX")
        probeSchedules = try config.number("SWITCHYARD_PROBE_SCHEDULES", default: 0, in: 0...Schedule.probesMax)
        probeVersion = Int16(try config.number("SWITCHYARD_PROBE_VERSION", default: 1, in: 1...Probe.versionMax))
    }
}

extension ChannelSettings {
    package init(config: Config) throws {
        self.init()
        smtpURL = config.optional("SWITCHYARD_SMTP_URL")
        smtpFrom = config.optional("SWITCHYARD_SMTP_FROM")
        smtpUser = config.optional("SWITCHYARD_SMTP_USER")
        smtpPassword = try config.optional("SWITCHYARD_SMTP_PASSWORD_FILE").map(ChannelSettings.secret)
        if let name = config.optional("SWITCHYARD_SMTP_TLS") {
            guard let security = SMTPTransportSecurity(rawValue: name) else {
                let names = SMTPTransportSecurity.allCases.map(\.rawValue).joined(separator: ", ")
                throw ConfigError("SWITCHYARD_SMTP_TLS", "must be one of \(names)")
            }
            smtpTLS = security
        }
        mailFolder = config.optional("SWITCHYARD_MAIL_FOLDER")
        caFile = config.optional("SWITCHYARD_CA_FILE")
        egressAllow = config.text("SWITCHYARD_EGRESS_ALLOW", default: "")
    }

    private static func secret(inFile path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path), let text = String(validating: data, as: UTF8.self)
        else {
            throw ConfigError("SWITCHYARD_SMTP_PASSWORD_FILE", "names a file that cannot be read: \(path)")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

extension Letterhead {
    /// Message-IDs carry the domain of the From address, which is ours to give out.
    init(config: Config) throws {
        let from = try config.required("SWITCHYARD_MAIL_FROM")
        guard let at = from.lastIndex(of: "@"), from.index(after: at) < from.endIndex, at > from.startIndex else {
            throw ConfigError("SWITCHYARD_MAIL_FROM", "is not a mail address")
        }
        var url = try config.required("SWITCHYARD_PUBLIC_URL")
        guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
            throw ConfigError("SWITCHYARD_PUBLIC_URL", "must begin with https:// or http://")
        }
        while url.hasSuffix("/") { url.removeLast() }
        self.init(fromAddress: from, publicURL: url, messageDomain: String(from[from.index(after: at)...]))
    }
}

extension Config {
    func lanes(_ name: String, default fallback: Int) throws -> Int {
        try number(name, default: fallback, in: 0...WorkerLanes.countMax)
    }

    /// `kind=number`, comma-separated.
    fileprivate func kindLimits(_ name: String) throws -> [JobKind: Int] {
        let pairs = try text(name, default: "").split(separator: ",").map { pair in
            let words = pair.split(separator: "=", omittingEmptySubsequences: false)
            guard words.count == 2, let kind = JobKind(rawValue: String(words[0])), let limit = Int(words[1]),
                (1...WorkerLanes.countMax).contains(limit)
            else {
                throw ConfigError(name, "is kind=number,… with a number from 1 to \(WorkerLanes.countMax)")
            }
            return (kind, limit)
        }
        return Dictionary(pairs) { $1 }
    }

    func flag(_ name: String, default fallback: Bool) throws -> Bool {
        switch text(name, default: fallback ? "1" : "0") {
        case "0": false
        case "1": true
        default: throw ConfigError(name, "must be 0 or 1")
        }
    }
}
