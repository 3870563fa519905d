import ArgumentParser
import BusinessTime
import Switchyard

/// What happens by the clock, as the workers have it.
struct SchedulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedules",
        abstract: "What happens by the clock: when next, when last, and how late it is. One JSON line a schedule.",
        discussion: """
            Uses SWITCHYARD_API_DATABASE_URL, SWITCHYARD_MASTER_KEY_FILE and SWITCHYARD_DISPATCHER_DATABASE_URL. \
            `lag_seconds` is how long the oldest fire that is not finished has been due, `open` how many there are.
            """
    )

    func run() throws {
        let (now, schedules) = try JobsQueue.open { try $0.schedules() }
        for schedule in schedules {
            let line: JSON = [
                "schedule": .string(schedule.name), "timing": .string(schedule.timing),
                "next_fire": .string(schedule.nextFire.iso8601), "last_fire": (schedule.lastFire?.iso8601).json,
                "open": schedule.open.count.json,
                "lag_seconds": Int(schedule.lagMicroseconds(at: now) / Instant.microsecondsPerSecond).json,
            ]
            print(line.serialized())
        }
    }
}
