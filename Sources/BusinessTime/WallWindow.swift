/// A reading of a wall clock in whole minutes, 00:00 to 24:00 (`spec/sla.md` T3).
package struct WallTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    package static let minutesMax = 1440

    package static let midnight = WallTime()

    package let minutes: Int

    private init() {
        minutes = 0
    }

    package init?(minutes: Int) {
        guard (0...Self.minutesMax).contains(minutes) else { return nil }
        self.minutes = minutes
    }

    /// Strict `HH:MM`; 25:00, 24:01 and 9:00 are refused.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == 58 else { return nil }
        let digits = [0, 1, 3, 4].map { Int(bytes[$0]) - 48 }
        guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
        let minute = digits[2] * 10 + digits[3]
        guard minute < 60 else { return nil }
        self.init(minutes: (digits[0] * 10 + digits[1]) * 60 + minute)
    }

    package var description: String {
        let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        return (hour < 10 ? "0" : "") + String(hour) + (minute < 10 ? ":0" : ":") + String(minute)
    }

    package static func < (left: WallTime, right: WallTime) -> Bool {
        left.minutes < right.minutes
    }
}

/// Opening hours `[open, close)` that begin on some date (`spec/sla.md` T3).
///
/// A close not after the open belongs to the next date: 22:00 to 06:00 is a night, 09:00 to 09:00 is 24 wall hours.
package struct WallWindow: Hashable, Sendable {
    package let open: WallTime
    package let close: WallTime

    package init(open: WallTime, close: WallTime) {
        self.open = open
        self.close = close
    }

    /// Minutes from the midnight that begins the date to the closing; above 1440 for a window into the next date.
    package var closeMinutesFromDate: Int {
        close > open ? close.minutes : close.minutes + WallTime.minutesMax
    }
}
