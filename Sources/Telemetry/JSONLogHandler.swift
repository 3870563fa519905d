import Foundation
package import Logging
import Synchronization

/// One JSON object a line on standard error: time (UTC, microseconds), level, label, message, metadata, and the error
/// where there is one. A line leaves in one `write`, so lines of several threads do not mix.
package struct JSONLogHandler: LogHandler {
    /// Bytes of a line; a longer message is cut, and metadata that does not fit is left out and named as cut.
    package static let lineBytesMax = 32_768
    private static let messageBytesMax = 8_192
    private static let metadataDepthMax = 8
    private static let metadataKeysMax = 64
    private static let writesPerLineMax = 64
    private static let writing = Mutex(())

    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    package var logLevel: Logger.Level

    private let label: String
    private let descriptor: Int32

    /// `descriptor` stays open for as long as anything logs.
    package init(label: String, level: Logger.Level = .info, descriptor: Int32 = STDERR_FILENO) {
        self.label = label
        logLevel = level
        self.descriptor = descriptor
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        write(Array(line(event).utf8))
    }

    private func line(_ event: LogEvent) -> String {
        var fields = [
            "\"time\":\"\(LogTime.text(LogTime.now()))\"",
            "\"level\":\"\(event.level.rawValue)\"",
            "\"label\":\(JSONText.quoted(label))",
            "\"message\":\(JSONText.quoted(Self.cut(event.message.description)))",
        ]
        if let error = event.error {
            fields.append("\"error\":\(JSONText.quoted(Self.cut(String(describing: error))))")
        }
        let head = fields.joined(separator: ",")
        let all = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }.merging(event.metadata ?? [:]) { $1 }
        guard !all.isEmpty else { return "{\(head)}\n" }
        let tail = Self.object(all, depth: 0)
        let isFitting = head.utf8.count + tail.utf8.count + 20 <= Self.lineBytesMax
        return "{\(head),\"metadata\":\(isFitting ? tail : "{\"cut\":true}")}\n"
    }

    private static func cut(_ text: String) -> String {
        guard text.utf8.count > messageBytesMax else { return text }
        return String(decoding: text.utf8.prefix(messageBytesMax), as: UTF8.self) + "…"
    }

    private static func object(_ metadata: Logger.Metadata, depth: Int) -> String {
        let fields = metadata.sorted { $0.key < $1.key }.prefix(metadataKeysMax)
            .map { "\(JSONText.quoted($0.key)):\(value($0.value, depth: depth + 1))" }
        return "{\(fields.joined(separator: ","))}"
    }

    private static func value(_ value: Logger.Metadata.Value, depth: Int) -> String {
        guard depth < metadataDepthMax else { return "\"…\"" }
        switch value {
        case .string(let text): return JSONText.quoted(text)
        case .stringConvertible(let convertible): return JSONText.quoted(convertible.description)
        case .dictionary(let dictionary): return object(dictionary, depth: depth)
        case .array(let values):
            let texts = values.prefix(metadataKeysMax).map { Self.value($0, depth: depth + 1) }
            return "[\(texts.joined(separator: ","))]"
        }
    }

    /// A line that cannot be written is dropped: logging must not stop the work.
    private func write(_ bytes: [UInt8]) {
        Self.writing.withLock { _ in
            bytes.withUnsafeBytes { buffer in
                var offset = 0
                for _ in 0..<Self.writesPerLineMax {
                    guard let start = buffer.baseAddress, offset < buffer.count else { return }
                    let count = Foundation.write(descriptor, start + offset, buffer.count - offset)
                    guard count > 0 || errno == EINTR else { return }
                    offset += max(0, count)
                }
            }
        }
    }
}

/// Wall-clock time as a log line has it: `2026-01-31T09:05:07.000123Z`.
enum LogTime {
    static func now() -> (seconds: Int, microseconds: Int) {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return (time.tv_sec, time.tv_nsec / 1_000)
    }

    static func text(_ time: (seconds: Int, microseconds: Int)) -> String {
        var seconds = time.seconds
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let date = [
            padded(Int(parts.tm_year) + 1_900, 4), padded(Int(parts.tm_mon) + 1, 2), padded(Int(parts.tm_mday), 2),
        ]
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { padded(Int($0), 2) }
        let dateText = date.joined(separator: "-")
        return "\(dateText)T\(clock.joined(separator: ":")).\(padded(time.microseconds, 6))Z"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = "\(number)"
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
