import BusinessTime

extension TenantCalendar {
    /// A calendar as it is sent (`spec/sla.md T7`). Which windows may stand beside each other is the business of the document's own
    /// rules; here a misspelt member is refused.
    package static let schema: Schema = .named("CalendarDocument", .object(fields))

    /// The same, with how it is to be published.
    package static let publishedSchema: Schema = .named(
        "Calendar",
        .object(
            fields + [
                .optional("effective_from", .format(.instant), "Default: at once. Never before it is published."),
                .optional(
                    "confirm_never_open",
                    .boolean,
                    "Somebody has seen that it is closed for weeks, and wants it so."
                ),
            ]
        )
    )

    private static let fields: [Schema.Field] = [
        .optional("tz", .format(.zone), "Needed unless it is always open."),
        .optional("always_open", .boolean),
        .optional(
            "weekly",
            windows(by: StringRule(values: Weekday.allCases.map(\.rawValue)), max: Weekday.allCases.count)
        ),
        .optional("overrides", windows(by: date, max: CalendarDocument.datesMax), "Instead of the week's windows."),
        .optional("breaks", windows(by: date, max: CalendarDocument.datesMax), "Taken out of a day's windows."),
        .optional("holidays", .list(of: .format(.date), max: CalendarDocument.datesMax)),
    ]

    private static let date = StringRule(format: .date)

    private static func windows(by key: StringRule, max: Int) -> Schema {
        let window: Schema = .described("Opens, closes.", .list(of: .format(.wallTime), max: 2, min: 2))
        return .map(of: .list(of: window, max: CalendarDocument.windowsPerListMax), entriesMax: max, key: key)
    }
}
