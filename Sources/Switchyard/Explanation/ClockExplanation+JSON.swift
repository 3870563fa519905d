import BusinessTime
import Foundation

extension ClockExplanation {
    /// The explanation as data, with its sentences.
    package func json(language: LetterLanguage) -> JSON {
        [
            "metric": .string(cycle.metric.rawValue), "cycle": .string(cycle.startedBy), "ordinal": cycle.ordinal.json,
            "level": (cycle.level?.name).json,
            "state": .string(cycle.state.rawValue), "reason": (cycle.reason?.rawValue).json,
            "verdict": (cycle.verdict?.rawValue).json, "late_relaxation": cycle.lateRelaxation.json,
            "start_at": .string(cycle.startAt.iso8601), "due_at": (cycle.dueAt?.iso8601).json,
            "breach_at": (cycle.breachAt?.iso8601).json, "breached_at": (cycle.breachedAt?.iso8601).json,
            "fulfilled_at": (cycle.fulfilledAt?.iso8601).json,
            "first_fulfilled_at": (cycle.firstFulfilledAt?.iso8601).json, "ended_at": (cycle.endedAt?.iso8601).json,
            "elapsed_seconds": cycle.elapsedSeconds.json, "remaining_seconds": cycle.remainingSeconds.json,
            "as_of": .string(asOf.iso8601),
            "policy": [
                "version": cycle.policy.version.json, "name": cycle.policy.name.json,
                "target_seconds": cycle.targetSeconds.json,
                "target_revision": cycle.targetRevision.json, "floor_seconds": policy.floorSeconds.json,
                "floor_applied": isFloorApplied.json,
                "pause_statuses": .array(
                    policy.pauseStatuses(cycle.metric).map(\.rawValue).sorted().map(JSON.string)
                ),
            ],
            "calendars": .array(calendars.map(\.json)),
            "intervals": .array(intervals.items.map(\.json)), "intervals_omitted": intervals.omitted.json,
            "pauses": .array(pauses.items.map(\.json)), "pauses_omitted": pauses.omitted.json,
            "changes": .array(changes.items.map(\.json)), "changes_omitted": changes.omitted.json,
            "arithmetic": (arithmetic?.json).json, "late": lateTime.json, "lags": .array(lags.map(\.json)),
            "language": .string(language.rawValue), "sentences": .array(sentences(language).map(JSON.string)),
        ]
    }
}

extension ClockExplanation.Cause {
    fileprivate var json: JSON {
        switch self {
        case .entry(let entry): entry.json
        case .calendar(let publishedAt):
            ["kind": "calendar_published", "occurred_at": .string(publishedAt.iso8601)]
        case .policies(let version, let effectiveFrom):
            [
                "kind": "policies_in_force", "version": version.json,
                "occurred_at": .string(effectiveFrom.iso8601),
            ]
        }
    }
}

extension ClockExplanation.Entry {
    fileprivate var json: JSON {
        [
            "sequence": sequence.json, "kind": .string(kind.rawValue), "occurred_at": .string(occurredAt.iso8601),
            "recorded_at": .string(recordedAt.iso8601), "actor_kind": .string(actorKind.rawValue),
            "actor_id": actorID.json, "status": (status?.rawValue).json,
        ]
    }
}

extension ClockExplanation.Interval {
    fileprivate var json: JSON {
        [
            "from": .string(from.iso8601), "to": .string(to.iso8601),
            "microseconds": to.microseconds(since: from).json, "total_microseconds": totalMicroseconds.json,
        ]
    }
}

extension ClockExplanation.Pause {
    fileprivate var json: JSON {
        [
            "from": .string(from.iso8601), "to": (to?.iso8601).json, "cause": (cause?.json).json,
            "ended_by": (endedBy?.json).json,
        ]
    }
}

extension ClockExplanation.Change {
    fileprivate var json: JSON {
        let cycle = change.cycle
        return [
            "at": .string(change.at.iso8601), "what": .string(change.what.rawValue),
            "state": .string(cycle.state.rawValue), "start_at": .string(cycle.startAt.iso8601),
            "target_seconds": cycle.targetSeconds.json,
            "effective_target_microseconds": cycle.effectiveTargetMicroseconds.json,
            "used_microseconds": change.consumedMicroseconds.json,
            "due_at": cycle.state == .paused ? .null : (cycle.dueAt?.iso8601).json,
            "breach_at": cycle.state == .paused ? .null : (cycle.breachAt?.iso8601).json,
            "cause": (cause?.json).json,
        ]
    }
}

extension ClockExplanation.CalendarInForce {
    fileprivate var json: JSON {
        [
            "version": version.json, "effective_from": (effectiveFrom?.iso8601).json,
            "published_at": .string(publishedAt.iso8601),
        ]
    }
}

extension ClockExplanation.Arithmetic {
    fileprivate var json: JSON {
        [
            "from": .string(from.iso8601), "target_microseconds": targetMicroseconds.json,
            "used_microseconds": usedMicroseconds.json, "left_microseconds": leftMicroseconds.json,
        ]
    }
}

extension ClockExplanation.Lag {
    fileprivate var json: JSON {
        [
            "what": step == nil ? "message" : "step", "step": step.json, "due_at": .string(due.iso8601),
            "done_at": .string(done.iso8601), "microseconds": max(0, done.microseconds(since: due)).json,
        ]
    }
}

extension LateTime {
    fileprivate var json: JSON {
        [
            "from": .string(whole.lowerBound.iso8601), "to": .string(whole.upperBound.iso8601),
            "whole_microseconds": whole.upperBound.microseconds(since: whole.lowerBound).json,
            "late_microseconds": (late.map { $0.upperBound.microseconds(since: $0.lowerBound) } ?? 0).json,
            "parts": .array(
                parts.map { part in
                    [
                        "cause": .string(part.cause.name), "status": (part.cause.status?.rawValue).json,
                        "level": part.level.map { .string("L\($0)") } ?? .null,
                        "microseconds": part.microseconds.json, "counted_microseconds": part.countedMicroseconds.json,
                        "late_microseconds": part.lateMicroseconds.json,
                    ]
                }
            ),
        ]
    }
}
