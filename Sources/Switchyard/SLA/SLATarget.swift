/// A metric's target in whole seconds (`spec/sla.md` T1, C2): one for all, or one per priority.
///
/// JSON: `3600`, or `{"default":3600,"P1":900}`. A priority without an entry takes the default; without a default it has
/// no clock of this metric.
package struct SLATarget: Sendable, Hashable {
    /// Priorities in one target.
    package static let prioritiesMax = 32
    private static let defaultKey = "default"

    package var seconds: Int64?
    package var secondsByPriority: [String: Int64]

    package init(seconds: Int64?, secondsByPriority: [String: Int64] = [:]) {
        self.seconds = seconds
        self.secondsByPriority = secondsByPriority
    }

    package func seconds(priority: String?) -> Int64? {
        priority.flatMap { secondsByPriority[$0] } ?? seconds
    }
}

extension SLATarget: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let seconds = try? container.decode(Int64.self) {
            self.init(seconds: seconds)
            return
        }
        var table = try container.decode([String: Int64].self)
        let seconds = table.removeValue(forKey: Self.defaultKey)
        self.init(seconds: seconds, secondsByPriority: table)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let seconds, secondsByPriority.isEmpty {
            try container.encode(seconds)
            return
        }
        var table = secondsByPriority
        table[Self.defaultKey] = seconds
        try container.encode(table)
    }
}
