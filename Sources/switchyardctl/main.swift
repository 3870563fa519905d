import ArgumentParser

/// Set-up and care of a Switchyard database, from the shell.
struct ControlCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "switchyardctl",
        abstract: "Sets up and looks after a Switchyard database.",
        subcommands: [
            MigrateCommand.self, KeyCommand.self, ImportCommand.self, ReportCommand.self, AttainmentCommand.self,
            CalendarCommand.self, PolicyCommand.self, ReplayCommand.self, JobsCommand.self,
            SchedulesCommand.self, TenantCommand.self, DoctorCommand.self,
        ]
    )
}

ControlCommand.main()
