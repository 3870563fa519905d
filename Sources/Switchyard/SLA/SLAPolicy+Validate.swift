/// Why a policy cannot be published: where (RFC 6901 pointer into its JSON), what, and the bounds.
package struct PolicyProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, CaseIterable, Sendable {
        case outOfRange = "out_of_range"
        case tooMany = "too_many"
        case notAscending = "not_ascending"
        case neverPauses = "never_pauses"
        case empty
    }

    package let pointer: String
    package let code: Code
    package let bounds: ClosedRange<Int64>?

    package var description: String {
        let range = bounds.map { " (\($0.lowerBound) to \($0.upperBound))" } ?? ""
        return "\(code.rawValue) at \(pointer)\(range)"
    }
}

extension SLAPolicy {
    /// T1: one year of 366 days, the longest target that can be published.
    package static let publishedTargetSecondsMax: Int64 = 366 * 86_400
    /// Ten years: the longest target that a story or a stored policy can carry (T6).
    package static let targetSecondsMax: Int64 = 3653 * 86_400
    package static let repeatsBoundMax = 100
    package static let digestAfterMax = 1_000
    package static let reopenWindowDaysMax: Int64 = 3653

    /// Everything wrong with the policy, in the order of its fields; empty means it can be published.
    package func validate(targetSecondsMax: Int64 = publishedTargetSecondsMax) -> [PolicyProblem] {
        var problems = targets.isEmpty ? [PolicyProblem(pointer: "/targets", code: .empty, bounds: nil)] : []
        problems += targetProblems(1...targetSecondsMax)
        problems += warnProblems()
        problems += pauseProblems()
        for (pointer, value, bounds) in [
            ("/floor", floorSeconds, 0...targetSecondsMax),
            ("/repeat/every", repeatEverySeconds, 1...targetSecondsMax),
            ("/repeat/max", Int64(repeatsMax), 0...Int64(Self.repeatsBoundMax)),
            ("/ack_hold", ackHoldSeconds, 0...targetSecondsMax),
            ("/digest_after", Int64(digestAfter), 0...Int64(Self.digestAfterMax)),
            ("/reopen_window_days", reopenWindowDays, 0...Self.reopenWindowDaysMax),
        ] where !bounds.contains(value) {
            problems.append(PolicyProblem(pointer: pointer, code: .outOfRange, bounds: bounds))
        }
        return problems
    }

    private func targetProblems(_ bounds: ClosedRange<Int64>) -> [PolicyProblem] {
        var problems: [PolicyProblem] = []
        for (metric, target) in targets.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let pointer = "/targets/\(metric.rawValue)"
            if target.seconds == nil, target.secondsByPriority.isEmpty {
                problems.append(PolicyProblem(pointer: pointer, code: .empty, bounds: nil))
            }
            if target.secondsByPriority.count > SLATarget.prioritiesMax {
                problems.append(PolicyProblem(pointer: pointer, code: .tooMany, bounds: nil))
            }
            if let seconds = target.seconds, !bounds.contains(seconds) {
                problems.append(PolicyProblem(pointer: pointer, code: .outOfRange, bounds: bounds))
            }
            for (name, seconds) in target.secondsByPriority.sorted(by: { $0.key < $1.key })
            where !bounds.contains(seconds) {
                problems.append(
                    PolicyProblem(pointer: "\(pointer)/\(JSONPointer.escaped(name))", code: .outOfRange, bounds: bounds)
                )
            }
        }
        return problems
    }

    private func warnProblems() -> [PolicyProblem] {
        guard warnPercents.count <= Self.entriesMax else {
            return [PolicyProblem(pointer: "/warn", code: .tooMany, bounds: nil)]
        }
        var problems: [PolicyProblem] = []
        for (index, percent) in warnPercents.enumerated() {
            if !(1...99).contains(percent) {
                problems.append(PolicyProblem(pointer: "/warn/\(index)", code: .outOfRange, bounds: 1...99))
            } else if index > 0, percent <= warnPercents[index - 1] {
                problems.append(PolicyProblem(pointer: "/warn/\(index)", code: .notAscending, bounds: nil))
            }
        }
        return problems
    }

    private func pauseProblems() -> [PolicyProblem] {
        var problems: [PolicyProblem] = []
        for (metric, statuses) in pauses.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let pointer = "/pause/\(metric.rawValue)"
            if statuses.count > Self.entriesMax {
                problems.append(PolicyProblem(pointer: pointer, code: .tooMany, bounds: nil))
            }
            if !metric.canPause, !statuses.isEmpty {
                problems.append(PolicyProblem(pointer: pointer, code: .neverPauses, bounds: nil))
            }
        }
        return problems
    }
}
