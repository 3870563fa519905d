/// What `GET /health` answers: 200 when ready, 503 when not, and a JSON body either way.
package struct HealthReport: Sendable, Equatable {
    package static let checksMax = 64

    package let isReady: Bool
    /// Name of a check and what it found (`"database": "ok"`); no personal data, the listener asks nobody who they are.
    package let checks: [String: String]

    package init(isReady: Bool, checks: [String: String] = [:]) {
        self.isReady = isReady
        self.checks = checks
    }

    var json: String {
        let fields = checks.sorted { $0.key < $1.key }.prefix(Self.checksMax)
            .map { "\(JSONText.quoted($0.key)):\(JSONText.quoted($0.value))" }
        return "{\"status\":\"\(isReady ? "ready" : "not_ready")\",\"checks\":{\(fields.joined(separator: ","))}}\n"
    }
}
