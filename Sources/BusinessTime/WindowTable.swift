/// Date → windows: what a document says about each date, before any clock is asked (`spec/sla.md` T3).
package struct WindowTable: Sendable {
    private let weekly: [[WallWindow]]
    private let overrides: [Int: [WallWindow]]
    private let breaksByDay: [Int: [WallWindow]]
    private let holidayDays: Set<Int>

    package init(_ document: CalendarDocument) {
        weekly = Weekday.allCases.map { document.weekly[$0] ?? [] }
        overrides = Dictionary(uniqueKeysWithValues: document.overrides.map { ($0.key.dayNumber, $0.value) })
        breaksByDay = Dictionary(uniqueKeysWithValues: document.breaks.map { ($0.key.dayNumber, $0.value) })
        holidayDays = Set(document.holidays.map(\.dayNumber))
    }

    /// The override of the date if there is one, else the weekday's windows.
    package func windows(dayNumber: Int) -> [WallWindow] {
        overrides[dayNumber] ?? weekly[(dayNumber + 3).flooredDivision(by: Weekday.allCases.count).remainder]
    }

    package func breaks(dayNumber: Int) -> [WallWindow] {
        breaksByDay[dayNumber] ?? []
    }

    package func isHoliday(dayNumber: Int) -> Bool {
        holidayDays.contains(dayNumber)
    }
}
