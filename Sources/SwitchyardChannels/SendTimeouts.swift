/// How long one attempt may take. Both are whole milliseconds to libcurl; looking up a name comes on top for webhooks
/// (the system resolver's own limits, 5 s per try by default).
package struct SendTimeouts: Sendable, Hashable {
    package static let smtp = SendTimeouts(connect: .seconds(10), total: .seconds(30))
    package static let webhook = SendTimeouts(connect: .seconds(5), total: .seconds(20))

    package let connect: Duration
    package let total: Duration

    package init(connect: Duration, total: Duration) {
        self.connect = connect
        self.total = total
    }

    var connectMilliseconds: Int { Self.milliseconds(connect) }
    var totalMilliseconds: Int { Self.milliseconds(total) }

    /// At least 1: libcurl takes 0 for "no limit".
    private static func milliseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        let milliseconds = Int(clamping: seconds).multipliedReportingOverflow(by: 1_000)
        guard !milliseconds.overflow else { return Int(Int32.max) }
        return min(max(1, milliseconds.partialValue + Int(attoseconds / 1_000_000_000_000_000)), Int(Int32.max))
    }
}
