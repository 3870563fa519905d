import Foundation

/// The way in and the way out: what customers reach us by, and what leaves.
enum OutsideDoctor {
    static func publicURL(_ visit: DoctorVisit) -> DoctorWord {
        let limit = "https, with a name"
        guard let text = visit.config.optional("SWITCHYARD_PUBLIC_URL") else {
            return .warn(
                "SWITCHYARD_PUBLIC_URL is not set",
                limit: limit,
                "Run the doctor with the settings of both tiers."
            )
        }
        guard let url = URLComponents(string: text), let scheme = url.scheme, ["http", "https"].contains(scheme),
            let host = url.host, !host.isEmpty
        else {
            return .fail(text, limit: limit, "Set SWITCHYARD_PUBLIC_URL to https:// and the name that customers reach.")
        }
        guard scheme == "https" else {
            return .warn(text, limit: limit, "Put a proxy in front that ends TLS: links in mails carry tokens.")
        }
        return .ok(text, limit: limit)
    }

    static func mail(_ visit: DoctorVisit) throws -> DoctorWord {
        let limit = "a relay that takes our mail, or a folder"
        guard visit.config.optional(Config.Role.worker.rawValue) != nil else {
            throw DoctorBlind(
                found: "not looked at: these are not the worker's settings",
                advice: "Run the doctor with the settings of both tiers."
            )
        }
        switch try visit.outside.mail() {
        case .none: return .fail("no way out", limit: limit, "Set SWITCHYARD_SMTP_URL or SWITCHYARD_MAIL_FOLDER.")
        case .relay(problem: nil): return .ok("the relay answers", limit: limit)
        case .relay(problem: let problem?):
            let advice = "Look at SWITCHYARD_SMTP_URL, its TLS and its credentials; mails wait meanwhile."
            return .fail("the relay: \(problem)", limit: limit, advice)
        case .folder(let path):
            guard FileManager.default.isWritableFile(atPath: path) else {
                return .fail(
                    "cannot write to \(path)",
                    limit: limit,
                    "Make the folder, and let the service write to it."
                )
            }
            return .warn(
                "mails stay in \(path)",
                limit: limit,
                "See to it that another program sends them on from there."
            )
        }
    }

    /// Blocks wider than the first are everything; wider than the second, a network and not a receiver.
    private static let openBits = (four: 8, six: 16)
    private static let wideBits = (four: 16, six: 48)

    static func egress(_ visit: DoctorVisit) throws -> DoctorWord {
        let limit = "blocks of /\(wideBits.four) (IPv6 /\(wideBits.six)) or narrower"
        let blocks = try visit.outside.egress()
        let advice =
            "Name receivers one by one in SWITCHYARD_EGRESS_ALLOW: a client's webhook reaches all that it names."
        let open = blocks.filter { $0.prefixLength < ($0.isIPv4 ? openBits.four : openBits.six) }
        guard open.isEmpty else {
            return .fail("wide open: \(DoctorFinding.listed(open.map(\.text)))", limit: limit, advice)
        }
        let wide = blocks.filter { $0.prefixLength < ($0.isIPv4 ? wideBits.four : wideBits.six) }
        guard wide.isEmpty else { return .warn(DoctorFinding.listed(wide.map(\.text)), limit: limit, advice) }
        return .ok(blocks.isEmpty ? "empty" : DoctorFinding.listed(blocks.map(\.text)), limit: limit)
    }

    private static let ready = 200

    static func health(_ visit: DoctorVisit) -> [DoctorWord] {
        guard !visit.plan.healthURLs.isEmpty else {
            return [
                .warn("not looked at: no --health URL is given", limit: "200", "Give the /health URL of each process.")
            ]
        }
        return visit.plan.healthURLs.map { url in
            let advice = "Read that process's log: journalctl -u switchyard-api or -u switchyard-worker."
            do {
                let status = try visit.outside.health(url)
                return status == ready
                    ? .ok("\(url) answers \(status)", limit: "200")
                    : .fail("\(url) answers \(status)", limit: "200", advice)
            } catch {
                return .fail("\(url): \(error)", limit: "200", advice)
            }
        }
    }
}
