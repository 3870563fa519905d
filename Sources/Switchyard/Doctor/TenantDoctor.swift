import BusinessTime
import Foundation
import Postgres

/// The promises: what is measured, when, and who keeps it.
enum TenantDoctor {
    /// Whether it may be entered at all, which no transaction of its own could tell.
    static func state(_ id: UUID, _ visit: DoctorVisit) throws -> (isActive: Bool, word: DoctorWord) {
        let limit = "active"
        guard let tenant = try visit.inDirectory({ try Tenant.only(id, in: $0) }).first else {
            return (false, unknown(id.text))
        }
        guard tenant.status == .active else {
            let advice = "Activate it with PATCH /v1/tenants/\(tenant.slug) when it is to be served."
            return (false, .fail("\(tenant.slug) is \(tenant.status.rawValue)", limit: limit, advice))
        }
        if tenant.sandbox {
            let advice = "Nothing leaves it: make another one without sandbox before it goes live."
            return (true, .warn("\(tenant.slug) is a sandbox", limit: limit, advice))
        }
        return (true, .ok("\(tenant.slug) is active", limit: limit))
    }

    static func unknown(_ name: String) -> DoctorWord {
        .fail("there is no tenant \(name)", limit: "active", "Give the slug or id of one.")
    }

    /// A line for each calendar; without one the desk is open round the clock.
    static func calendars(in tx: TenantTransaction, _ limits: DoctorLimits) throws -> [DoctorWord] {
        let versions = try SettingVersion.latestOfLines(.calendar, in: tx)
        let limit = "one published, holidays known for \(limits.holidayDays) days"
        guard !versions.isEmpty else {
            let advice = "Publish a calendar, or one that says always_open where that is the contract."
            return [.warn("none: clocks run round the clock", limit: limit, advice)]
        }
        return try versions.map { version in
            try calendar(SettingDraft.calendar(version.document), version.line, at: tx.now, limits, limit)
        }
    }

    static func calendar(
        _ document: CalendarDocument,
        _ line: String,
        at now: Instant,
        _ limits: DoctorLimits,
        _ limit: String
    ) throws -> DoctorWord {
        if let days = try OpenTime(document: document).neverOpenStretchDays(from: now) {
            return .fail("\(line) is closed for \(days) days in a row", limit: limit, "Publish its opening hours.")
        }
        let dates = document.holidays + document.overrides.keys
        guard let last = dates.max() else { return .ok("\(line) has no holidays", limit: limit) }
        let today = Int(now.microseconds / Instant.microsecondsPerSecond / CivilDate.secondsPerDay)
        let ahead = last.dayNumber - today
        let found = "\(line) knows holidays until \(last)"
        guard ahead >= limits.holidayDays else {
            return .warn(found, limit: limit, "Publish it with the coming year's holidays: clocks would run on them.")
        }
        return .ok(found, limit: limit)
    }

    static func policy(in tx: TenantTransaction) throws -> DoctorWord {
        guard let version = try SettingVersion.latest(.policy, in: tx) else {
            return .fail("none", limit: "one published", "Publish a policy: without it no case has a clock.")
        }
        let found = "version \(version.version)"
        guard try version.effectiveFrom <= tx.now else {
            let advice = "Wait for it, or publish one that is in force now."
            let isOnly = version.version == 1
            let word = "\(found) is in force from \(version.effectiveFrom.iso8601)"
            return isOnly ? .fail(word, limit: "one in force", advice) : .ok(word, limit: "one in force")
        }
        return .ok("\(found) is in force", limit: "one in force")
    }

    /// A line for each level: a team, and somebody of it who is granted the level and can be told.
    static func desks(in tx: TenantTransaction, _ limits: DoctorLimits) throws -> [DoctorWord] {
        let teams = try tx.settings().desks
        let later = try tx.now.adding(seconds: limits.expiryDays * CivilDate.secondsPerDay)
        return try (1...Desk.levelMax).map { level in
            let limit = "a team and 1 person with a grant and an address"
            guard teams[level] != nil else {
                let advice = "Give level \(level) a team: PUT /v1/tenants/self/desks/\(level)."
                return .fail("L\(level) has no team", limit: limit, advice)
            }
            let people = try Desk.people(level: level, in: tx).filter { !$0.email.isEmpty }
            guard !people.isEmpty else {
                let advice = "Grant somebody of its team the role agent or lead at level \(level)."
                return .fail("L\(level): nobody with a grant in force", limit: limit, advice)
            }
            let staying = try count(level: level, at: later, in: tx)
            guard staying > 0 else {
                let advice = "Renew a grant or add somebody: nobody would be told of an escalation."
                return .warn("L\(level): the last grant ends within \(limits.expiryDays) days", limit: limit, advice)
            }
            return .ok("L\(level): \(people.count) people", limit: limit)
        }
    }

    private static func count(level: Int, at instant: Instant, in tx: TenantTransaction) throws -> Int {
        let rows = try tx.query(
            "SELECT count(*) FROM switchyard.desk_people(\(Int16(clamping: level)), \(instant))",
            "desk people later"
        )
        return try rows.first?.column(0) ?? 0
    }

    /// Whom the ladder tells where the desks did nothing.
    static func managers(in tx: TenantTransaction) throws -> DoctorWord {
        let found = try Desk.people(role: .operationsManager, in: tx)
        guard !found.isEmpty else {
            let advice = "Grant somebody the role operations_manager here: the ladder's upper steps tell nobody."
            return .warn("no operations manager", limit: "1 at least", advice)
        }
        return .ok("\(found.count) operations managers", limit: "1 at least")
    }

    static func contacts(in tx: TenantTransaction) throws -> DoctorWord {
        let known = try tx.settings().escalation.contacts
        let missing = ClientContact.Purpose.allCases.filter { known[$0] == nil }.map(\.rawValue)
        let limit = ClientContact.Purpose.allCases.map(\.rawValue).joined(separator: " and ")
        guard !missing.isEmpty else { return .ok("both are set", limit: limit) }
        let advice = "Ask the client whom to tell, and set it: PUT /v1/tenants/self/contacts/{purpose}."
        return .warn("none for \(missing.joined(separator: ", "))", limit: limit, advice)
    }

    static func survey(in tx: TenantTransaction) throws -> DoctorWord {
        guard let version = try SettingVersion.latest(.survey, in: tx) else {
            let advice = "Publish a survey policy: until then every solved case is asked about, as by default."
            return .warn("none is published", limit: "one published", advice)
        }
        return .ok(
            try tx.settings().survey.enabled ? "version \(version.version)" : "switched off",
            limit: "one published"
        )
    }
}
