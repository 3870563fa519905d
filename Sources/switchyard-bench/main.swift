import BusinessTime
import Foundation

// How many due times a second one core computes on a calendar of three years with two windows a day. `scripts/bench sla`
// runs it; it is not installed. Prints one JSON line.

let countMax = 100_000_000
let startsMax = 65_536
let sampleEvery = 257

guard CommandLine.arguments.count == 2, let count = Int(CommandLine.arguments[1]), (1...countMax).contains(count) else {
    FileHandle.standardError.write(Data("usage: switchyard-bench COUNT (1 to \(countMax))\n".utf8))
    exit(2)
}

let document = Data(
    """
    {"tz": "Europe/Berlin", "weekly": {\
    "mon": [["09:00","12:30"],["13:00","18:00"]], "tue": [["09:00","12:30"],["13:00","18:00"]],\
    "wed": [["09:00","12:30"],["13:00","18:00"]], "thu": [["09:00","12:30"],["13:00","18:00"]],\
    "fri": [["09:00","12:30"],["13:00","18:00"]], "sat": [["10:00","13:00"],["14:00","16:00"]],\
    "sun": [["10:00","12:00"],["13:00","15:00"]]},\
    "holidays": ["2025-12-25","2026-12-25","2027-12-25"]}
    """.utf8
)
let calendar = try OpenTime(document: JSONDecoder().decode(CalendarDocument.self, from: document))
let from = Instant(microseconds: 1_735_689_600_000_000)
let yearSeconds = 365 * 86_400

// What is asked for, made beforehand: a start within the three years, and a target of a minute to a week.
var numbers = SystemRandomNumberGenerator()
let questions = (0..<startsMax).map { _ in
    (
        start: from.adding(seconds: Int64.random(in: 0..<Int64(3 * yearSeconds - 30 * 86_400), using: &numbers)),
        targetSeconds: Int64.random(in: 60...7 * 86_400, using: &numbers)
    )
}
// The segments of all years are made before the clock starts, as they are in a process that runs.
let segments = calendar.segments(from: from, to: from.adding(seconds: Int64(4 * yearSeconds))).count

var sum: Int64 = 0
let clock = ContinuousClock()
let took = clock.measure {
    for index in 0..<count {
        let question = questions[index % startsMax]
        let deadline = calendar.deadline(
            from: question.start,
            consumedMicroseconds: 0,
            targetSeconds: question.targetSeconds,
            pausedAt: nil
        )
        sum &+= deadline?.breachAt.microseconds ?? 0
    }
}

// A wrong answer is no speed: elapsed open time up to the due instant is the target.
for question in stride(from: 0, to: startsMax, by: sampleEvery).map({ questions[$0] }) {
    let due = calendar.advance(from: question.start, openSeconds: question.targetSeconds)
    let elapsed = due.map { calendar.elapsed(from: question.start, to: $0) }
    guard elapsed == question.targetSeconds * Instant.microsecondsPerSecond else {
        FileHandle.standardError.write(Data("switchyard-bench: a due time is wrong\n".utf8))
        exit(1)
    }
}
let seconds = took / .seconds(1)
print("{\"computations\": \(count), \"seconds\": \(seconds), \"segments\": \(segments), \"sum\": \(sum)}")
