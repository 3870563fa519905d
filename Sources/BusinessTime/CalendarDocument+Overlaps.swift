extension CalendarDocument {
    /// JSON pointers of windows that overlap an earlier one and are therefore united with it (T3), in order.
    ///
    /// Compared are the windows of one list, and a weekday's with the night shifts of the weekday before. Windows that
    /// only touch do not overlap.
    package var unitedWindows: [String] {
        var pointers: [String] = []
        for (index, weekday) in Weekday.allCases.enumerated() {
            let before = Weekday.allCases[(index + Weekday.allCases.count - 1) % Weekday.allCases.count]
            let nights = (weekly[before] ?? []).filter { $0.closeMinutesFromDate > WallTime.minutesMax }
            let begun = nights.map { night in
                (night.open.minutes - WallTime.minutesMax)..<(night.closeMinutesFromDate - WallTime.minutesMax)
            }
            pointers += Self.overlapping(weekly[weekday] ?? [], at: "/weekly/\(weekday.rawValue)", begun: begun)
        }
        for (date, windows) in overrides.sorted(by: { $0.key < $1.key }) {
            pointers += Self.overlapping(windows, at: "/overrides/\(date)", begun: [])
        }
        return pointers
    }

    private static func overlapping(_ windows: [WallWindow], at pointer: String, begun: [Range<Int>]) -> [String] {
        var earlier = begun
        var pointers: [String] = []
        for (index, window) in windows.enumerated() {
            let range = window.open.minutes..<window.closeMinutesFromDate
            if earlier.contains(where: { $0.overlaps(range) }) { pointers.append("\(pointer)/\(index)") }
            earlier.append(range)
        }
        return pointers
    }
}
