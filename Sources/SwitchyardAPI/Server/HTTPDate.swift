import Foundation
import Synchronization

/// An instant as headers have it (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
    private static let last = Mutex((second: Int64.min, text: ""))

    /// The present one, put into words once a second.
    static var now: String {
        let present = Date()
        let second = Int64(present.timeIntervalSince1970)
        return last.withLock { last in
            if second != last.second { last = (second, text(present)) }
            return last.text
        }
    }

    static func text(_ date: Date) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return format.string(from: date)
    }
}
