import BusinessTime
import Foundation

extension ClockExplanation {
    /// The explanation as people say it, in the order in which they ask: what was promised, what changed, how that makes
    /// the deadline, what became of it, and where the time went. Instants are to the second, in UTC.
    package func sentences(_ language: LetterLanguage) -> [String] {
        let words = ExplanationWords.words(language)
        return promise(words) + turns(words) + deadline(words) + [outcome(words)].compactMap(\.self) + lateness(words)
    }

    private func promise(_ words: ExplanationWords) -> [String] {
        let first = words.say(
            .counted,
            [
                "metric": cycle.metric.rawValue,
                "start": Self.time(changes.items.first?.change.cycle.startAt ?? cycle.startAt),
                "target": words.duration(
                    seconds: changes.items.first?.change.cycle.targetSeconds ?? cycle.targetSeconds
                ),
                "policy": String(cycle.policy.version),
            ]
        )
        let versions = calendars.map { String($0.version) }.joined(separator: words.comma)
        return [first, versions.isEmpty ? words.say(.alwaysOpen) : words.say(.calendar, ["versions": versions])]
    }

    /// Pauses and changes, in order of time.
    private func turns(_ words: ExplanationWords) -> [String] {
        let paused = pauses.items.map { pause in
            let values = [
                "from": Self.time(pause.from), "to": pause.to.map(Self.time) ?? "",
                "reason": words.say(pause.reason),
            ]
            return (at: pause.from, text: words.say(pause.to == nil ? .pauseOpen : .pause, values))
        }
        let changed = changes.items.compactMap { entry -> (at: Instant, text: String)? in
            let change = entry.change
            let at = Self.time(change.at)
            switch change.what {
            case .startMoved:
                let values = ["at": at, "start": Self.time(change.cycle.startAt)]
                return (change.at, words.say(.startMoved, values))
            case .targetChanged:
                let values = [
                    "at": at, "target": words.duration(seconds: change.cycle.targetSeconds),
                    "used": words.duration(microseconds: change.consumedMicroseconds),
                ]
                return (change.at, words.say(.targetChanged, values))
            case .recomputed:
                guard case .calendar? = entry.cause, let due = change.cycle.dueAt else { return nil }
                return (change.at, words.say(.calendarChanged, ["at": at, "due": Self.time(due)]))
            case .started, .paused, .resumed, .breached, .breachRetracted, .fulfilled, .reopened, .cancelled:
                return nil
            }
        }
        let omitted = pauses.omitted + changes.omitted
        let rest = omitted > 0 ? [words.say(.omitted, ["count": String(omitted)])] : []
        return (paused + changed).sorted { $0.at < $1.at }.map(\.text) + rest
    }

    private func deadline(_ words: ExplanationWords) -> [String] {
        var sentences: [String] = []
        if isFloorApplied {
            sentences.append(words.say(.floor, ["floor": words.duration(seconds: policy.floorSeconds)]))
        }
        switch cycle.state {
        case .unschedulable:
            sentences.append(words.say(.unschedulable, ["target": words.duration(seconds: cycle.targetSeconds)]))
        case .paused:
            let left = words.duration(seconds: cycle.remainingSeconds ?? 0)
            sentences.append(words.say(.pausedNow, ["left": left]))
        case .running, .fulfilled, .cancelled:
            guard let arithmetic, let due = cycle.dueAt else { break }
            let values = [
                "target": words.duration(microseconds: arithmetic.targetMicroseconds),
                "used": words.duration(microseconds: arithmetic.usedMicroseconds), "from": Self.time(arithmetic.from),
                "left": words.duration(microseconds: arithmetic.leftMicroseconds), "due": Self.time(due),
            ]
            sentences.append(words.say(.arithmetic, values))
            guard let breach = cycle.breachAt, breach != due else { break }
            sentences.append(words.say(.breachLater, ["breach": Self.time(breach)]))
        }
        return sentences
    }

    private func outcome(_ words: ExplanationWords) -> String? {
        let values = [
            "end": cycle.endedAt.map(Self.time) ?? "", "breach": cycle.breachedAt.map(Self.time) ?? "",
            "elapsed": words.duration(microseconds: cycle.elapsedMicroseconds),
            "reason": cycle.reason.map { words.say($0.words) } ?? "",
        ]
        switch cycle.state {
        case .fulfilled: return words.say(cycle.breachedAt == nil ? .met : .missedDone, values)
        case .cancelled: return words.say(cycle.breachedAt == nil ? .cancelled : .missedDone, values)
        case .running: return words.say(cycle.breachedAt == nil ? .running : .missed, values)
        case .paused: return cycle.breachedAt == nil ? nil : words.say(.missed, values)
        case .unschedulable: return nil
        }
    }

    private func lateness(_ words: ExplanationWords) -> [String] {
        var sentences: [String] = []
        if !lateTime.whole.isEmpty {
            sentences.append(say(.whole, lateTime.whole, lateTime.parts.map { ($0, $0.microseconds) }, words))
        }
        if let late = lateTime.late, !late.isEmpty {
            let parts = lateTime.parts.map { ($0, $0.lateMicroseconds) }.sorted { $0.1 > $1.1 }
            sentences.append(say(.lateBy, late, parts, words))
        }
        for lag in lags {
            let length = lag.done.microseconds(since: lag.due)
            guard length >= Instant.microsecondsPerSecond else { continue }
            let values = ["time": words.duration(microseconds: length), "step": lag.step ?? ""]
            sentences.append(words.say(lag.step == nil ? .messageLag : .stepLag, values))
        }
        return sentences
    }

    /// A stretch of time and its parts, the empty ones left out.
    private func say(
        _ phrase: ExplanationWords.Phrase,
        _ stretch: Range<Instant>,
        _ parts: [(LateTime.Part, Int64)],
        _ words: ExplanationWords
    ) -> String {
        let told = parts.filter { $0.1 > 0 }.map { part, length in
            let level = part.level.map { " (L\($0))" } ?? ""
            return words.duration(microseconds: length) + " " + words.say(part.cause.words) + level
        }
        let whole = stretch.upperBound.microseconds(since: stretch.lowerBound)
        return words.say(
            phrase,
            [
                "whole": words.duration(microseconds: whole), "start": Self.time(stretch.lowerBound),
                "end": Self.time(stretch.upperBound), "parts": told.joined(separator: words.comma),
            ]
        )
    }

    /// `2025-06-02 09:30:00 UTC`.
    private static func time(_ instant: Instant) -> String {
        instant.iso8601.prefix(19).replacing("T", with: " ") + " UTC"
    }
}

extension ExplanationWords {
    fileprivate func duration(seconds: Int64) -> String {
        duration(microseconds: seconds * Instant.microsecondsPerSecond)
    }
}

extension ClockExplanation.Pause {
    fileprivate var reason: ExplanationWords.Reason { cause?.status?.reason ?? .waitingOther }
}

extension ClockStatus {
    fileprivate var reason: ExplanationWords.Reason {
        switch self {
        case .waitingCustomer: .waitingCustomer
        case .waitingThirdParty: .waitingThirdParty
        case .waitingClient: .waitingClient
        case .resolved, .closed: .resolved
        default: .waitingOther
        }
    }
}

extension LateTime.Cause {
    /// Its stable name in data.
    var name: String {
        if case .parked = self { return "parked" }
        return words.rawValue
    }

    var status: ClockStatus? {
        if case .parked(let status) = self { return status }
        return nil
    }

    fileprivate var words: ExplanationWords.Reason {
        switch self {
        case .closed: .closed
        case .notYetKnown: .notYetKnown
        case .elsewhere: .elsewhere
        case .resolved: .resolved
        case .parked(let status): status.reason
        case .systemLag: .systemLag
        case .nobodyOnDuty: .nobodyOnDuty
        case .offerNotAccepted: .offerNotAccepted
        case .unassigned: .unassigned
        case .untouched: .untouched
        case .inHand: .inHand
        }
    }
}

extension ClockCycle.Reason {
    fileprivate var words: ExplanationWords.Reason {
        switch self {
        case .merged: .merged
        case .split: .split
        case .policyChange: .policyChange
        case .resolvedWithoutReply: .resolvedWithoutReply
        case .leftLevel: .leftLevel
        }
    }
}
