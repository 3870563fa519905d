import ArgumentParser
import Foundation
import Switchyard

struct CalendarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "What a calendar really means, and publishing one.",
        subcommands: [CheckCalendarCommand.self, PublishCalendarCommand.self, PreviewCalendarCommand.self]
    )
}

struct CheckCalendarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Reads calendars and cases on standard input; prints one JSON line a case."
    )

    func run() throws {
        for line in CalendarCheck.run(FileHandle.standardInput.readDataToEndOfFile()) { print(line) }
    }
}

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sla",
        abstract: "What clocks do, and what they would have done.",
        subcommands: [ReplayStoryCommand.self, SimulateCommand.self, RebuildCommand.self]
    )
}

struct ReplayStoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Reads stories on standard input; prints what the clocks did, one JSON line a story."
    )

    func run() throws {
        let input = String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self)
        for line in SLAReplay.run(input) { print(line) }
    }
}
