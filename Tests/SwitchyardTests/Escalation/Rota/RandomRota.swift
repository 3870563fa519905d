import BusinessTime
import Foundation
import TestTools

@testable import Switchyard

/// A random rota of one post near a change of its zone's clock, with the other way to know who is on duty: walk the axis
/// minute by minute, keep the highest reading the wall clock has shown, and look that up. Nothing is converted from wall to
/// UTC and nothing of the engine is used.
struct RandomRota {
    /// Zones and a day near which their clocks changed, or not.
    static let places: [(zone: String, day: String)] = [
        ("Europe/Berlin", "2025-03-30"), ("Europe/Berlin", "2025-10-26"), ("America/New_York", "2026-03-08"),
        ("America/New_York", "2025-11-02"), ("Australia/Lord_Howe", "2025-10-05"),
        ("Australia/Lord_Howe", "2026-04-05"),
        ("Antarctica/Troll", "2025-03-30"), ("America/Havana", "2025-03-09"), ("Africa/Cairo", "2025-04-25"),
        ("Pacific/Apia", "2011-12-30"), ("Asia/Tehran", "2022-09-22"), ("America/Sao_Paulo", "2018-11-04"),
        ("Asia/Kathmandu", "2025-06-02"), ("UTC", "2025-06-02"),
    ]
    static let leadMinutes = 3 * 1440
    static let minutes = 4 * 1440

    struct Layer {
        var people: [UUID]
        var startDay: Int
        var handoffMinute: Int
        var everyDays: Int
        /// Minutes of the day, every day; a close not after the open is of the next day.
        var hours: (open: Int, close: Int)?
    }

    let place: (zone: String, day: String)
    let layers: [Layer]
    let overrides: [RotaOverride]
    /// In minutes since 1970.
    let firstMinute: Int

    init(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        place = Self.places[Int(seed) % Self.places.count]
        let day = CivilDate(iso8601: place.day)?.dayNumber ?? 0
        firstMinute = (day - 2) * 1440
        layers = (0..<Int.random(in: 1...3, using: &random)).map { _ in
            let open = Int.random(in: 0..<96, using: &random) * 15
            let close = Int.random(in: 0..<96, using: &random) * 15
            return Layer(
                people: (0..<Int.random(in: 1...4, using: &random)).map { _ in UUID() },
                startDay: day - Int.random(in: -2...40, using: &random),
                handoffMinute: Int.random(in: 0...288, using: &random) * 5,
                everyDays: [1, 1, 2, 7].randomElement(using: &random) ?? 1,
                hours: Bool.random(using: &random) ? nil : (open, close)
            )
        }
        var overrides: [RotaOverride] = []
        var minute = firstMinute
        while Bool.random(using: &random), overrides.count < 3 {
            let from = minute + Int.random(in: 0...2000, using: &random)
            minute = from + Int.random(in: 1...900, using: &random)
            overrides.append(
                RotaOverride(id: UUID(), post: .l2, personID: UUID(), period: Self.instant(from)..<Self.instant(minute))
            )
        }
        self.overrides = overrides
    }

    static func instant(_ minute: Int) -> Instant { Instant(microseconds: Int64(minute) * 60_000_000) }

    func line() throws -> RotaLine {
        let document: JSON = [
            "tz": .string(place.zone),
            "posts": [
                "L2": ["layers": .array(layers.enumerated().map { Self.json($0.element, name: "layer \($0.offset)") })]
            ],
        ]
        let version = try RotaVersion(number: 1, effectiveFrom: .distantPast, document: document)
        return RotaLine(versions: [version], overrides: overrides)
    }

    private static func json(_ layer: Layer, name: String) -> JSON {
        let window: [JSON] = layer.hours.map { [.string(time($0.open)), .string(time($0.close))] } ?? []
        let week = JSONObject(Weekday.allCases.map { (key: $0.rawValue, value: JSON.array([.array(window)])) })
        return [
            "name": .string(name), "people": layer.people.map(\.json).json,
            "starts_on": .string(CivilDate(dayNumber: layer.startDay).description),
            "handoff": .string(time(layer.handoffMinute)), "every_days": .integer(layer.everyDays),
            "hours": layer.hours == nil ? nil : .object(week),
        ]
    }

    private static func time(_ minute: Int) -> String { WallTime(minutes: minute)?.description ?? "" }

    /// Who is on duty in each minute from `firstMinute`, by walking.
    func walk() -> [UUID?] {
        guard let zone = TimeZone(identifier: place.zone) else { return [] }
        var wall = Int.min
        return ((firstMinute - Self.leadMinutes)..<(firstMinute + Self.minutes)).compactMap { minute -> UUID?? in
            let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(minute) * 60))
            wall = max(wall, minute + offset / 60)
            guard minute >= firstMinute else { return nil }
            let instant = Self.instant(minute)
            if let override = overrides.first(where: { $0.period.contains(instant) }) { return override.personID }
            return .some(layers.lazy.compactMap { $0.person(wall: wall) }.first)
        }
    }
}

extension RandomRota.Layer {
    fileprivate func person(wall: Int) -> UUID? {
        let begun = wall - (startDay * 1440 + handoffMinute)
        guard begun >= 0, isOpen(minuteOfDay: wall % 1440) else { return nil }
        return people[begun / (everyDays * 1440) % people.count]
    }

    private func isOpen(minuteOfDay: Int) -> Bool {
        guard let hours else { return true }
        if hours.close > hours.open { return (hours.open..<hours.close).contains(minuteOfDay) }
        return minuteOfDay >= hours.open || minuteOfDay < hours.close
    }
}
