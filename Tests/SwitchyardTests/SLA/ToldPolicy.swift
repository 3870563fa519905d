@testable import Switchyard

/// A story's policy as a tenant publishes it: a change of targets is a change of priority there, so the n-th change's
/// targets are those of the n-th priority in this list.
enum ToldPolicy {
    static let prioritiesOfChanges: [TicketPriority] = [.urgent, .high, .low]

    /// - Parameter document: a policy with one target for all priorities of each metric.
    static func published(_ document: JSON, changes facts: [CaseFact]) throws -> JSON {
        guard case .object(var members) = document, case .object(let initial) = members["targets"] ?? .null else {
            throw NotAPolicy()
        }
        var now: [SLAMetric: JSON] = [:]
        for member in initial.members { now[SLAMetric(rawValue: member.key) ?? .resolution] = member.value }
        var targets = now.mapValues { JSONObject(dictionaryLiteral: ("default", $0)) }
        var priorities = prioritiesOfChanges[...]
        for fact in facts {
            guard let seconds = fact.kind.targetsSet else { continue }
            guard let priority = priorities.popFirst() else { throw NotAPolicy() }
            for (metric, seconds) in seconds { now[metric] = .integer(seconds) }
            for (metric, seconds) in now { targets[metric, default: [:]][priority.name] = seconds }
        }
        var all: JSONObject = [:]
        for (metric, target) in targets { all[metric.rawValue] = .object(target) }
        members["targets"] = .object(all)
        return .object(members)
    }

    struct NotAPolicy: Error {}
}

extension CaseFact.Kind {
    /// The targets that a change or a correction sets; nil for other facts.
    fileprivate var targetsSet: [SLAMetric: Int64]? {
        switch self {
        case .targetChanged(let seconds), .targetCorrected(let seconds, _): seconds
        default: nil
        }
    }
}
