extension SLAPolicy: Codable {
    private enum Field: String, CodingKey {
        case targets, calendar, floor, warn, pause, level
        case repeats = "repeat"
        case ackHold = "ack_hold"
        case reopenWindowDays = "reopen_window_days"
        case escalatesToClient = "client_contact"
        case digestAfter = "digest_after"
        case countsUnansweredAsMissed = "unanswered_counts_as_missed"
    }

    private enum RepeatField: String, CodingKey {
        case every, clock, max
    }

    /// The form of `spec/sla.md`, Documents.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Field.self)
        self.init(targets: try fields.decode([SLAMetric: SLATarget].self, forKey: .targets))
        calendar = try fields.decodeIfPresent(String.self, forKey: .calendar) ?? calendar
        floorSeconds = try fields.decodeIfPresent(Int64.self, forKey: .floor) ?? floorSeconds
        warnPercents = try fields.decodeIfPresent([Int].self, forKey: .warn) ?? warnPercents
        pauses = try fields.decodeIfPresent([SLAMetric: Set<ClockStatus>].self, forKey: .pause) ?? pauses
        ackHoldSeconds = try fields.decodeIfPresent(Int64.self, forKey: .ackHold) ?? ackHoldSeconds
        reopenWindowDays = try fields.decodeIfPresent(Int64.self, forKey: .reopenWindowDays) ?? reopenWindowDays
        startLevel = try fields.decodeIfPresent(Level.self, forKey: .level) ?? startLevel
        escalatesToClient = try fields.decodeIfPresent(Bool.self, forKey: .escalatesToClient) ?? escalatesToClient
        digestAfter = try fields.decodeIfPresent(Int.self, forKey: .digestAfter) ?? digestAfter
        countsUnansweredAsMissed =
            try fields.decodeIfPresent(Bool.self, forKey: .countsUnansweredAsMissed) ?? countsUnansweredAsMissed
        guard fields.contains(.repeats), try !fields.decodeNil(forKey: .repeats) else { return }
        let repeats = try fields.nestedContainer(keyedBy: RepeatField.self, forKey: .repeats)
        repeatEverySeconds = try repeats.decodeIfPresent(Int64.self, forKey: .every) ?? repeatEverySeconds
        repeatClock = try repeats.decodeIfPresent(RepeatClock.self, forKey: .clock)
        repeatsMax = try repeats.decodeIfPresent(Int.self, forKey: .max) ?? repeatsMax
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(targets, forKey: .targets)
        try fields.encode(calendar, forKey: .calendar)
        try fields.encode(floorSeconds, forKey: .floor)
        try fields.encode(warnPercents, forKey: .warn)
        try fields.encode(pauses.mapValues { $0.map(\.rawValue).sorted() }, forKey: .pause)
        var repeats = fields.nestedContainer(keyedBy: RepeatField.self, forKey: .repeats)
        try repeats.encode(repeatEverySeconds, forKey: .every)
        try repeats.encodeIfPresent(repeatClock, forKey: .clock)
        try repeats.encode(repeatsMax, forKey: .max)
        try fields.encode(ackHoldSeconds, forKey: .ackHold)
        try fields.encode(reopenWindowDays, forKey: .reopenWindowDays)
        try fields.encode(startLevel, forKey: .level)
        try fields.encode(escalatesToClient, forKey: .escalatesToClient)
        try fields.encode(digestAfter, forKey: .digestAfter)
        try fields.encode(countsUnansweredAsMissed, forKey: .countsUnansweredAsMissed)
    }
}
