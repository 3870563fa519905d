import Foundation

/// What the kernel says about this process, read from /proc when asked. A figure that cannot be read is absent.
struct ProcessFigures: Sendable, Equatable {
    static let descriptorsMax = 1_048_576
    private static let procBytesMax = 262_144
    /// Positions in /proc/self/stat behind the program's name in brackets (field 3 of proc(5) is 0).
    private enum StatField {
        static let userTicks = 11
        static let systemTicks = 12
        static let startTicks = 19
        static let residentPages = 21
    }

    var cpuSeconds: Double?
    var residentBytes: Double?
    var openDescriptors: Double?
    var startTimeSeconds: Double?

    static func read() -> ProcessFigures {
        ProcessFigures(
            stat: contents("/proc/self/stat"),
            systemStat: contents("/proc/stat"),
            openDescriptors: openDescriptorCount(),
            ticksPerSecond: sysconf(Int32(_SC_CLK_TCK)),
            pageBytes: sysconf(Int32(_SC_PAGESIZE))
        )
    }

    init(stat: String, systemStat: String, openDescriptors: Int?, ticksPerSecond: Int, pageBytes: Int) {
        self.openDescriptors = openDescriptors.map(Double.init)
        guard let bracket = stat.lastIndex(of: ")"), ticksPerSecond > 0 else { return }
        let fields = stat[stat.index(after: bracket)...].split(whereSeparator: \.isWhitespace).map { Double($0) }
        guard fields.count > StatField.residentPages else { return }
        let ticks = Double(ticksPerSecond)
        if let user = fields[StatField.userTicks], let system = fields[StatField.systemTicks] {
            cpuSeconds = (user + system) / ticks
        }
        residentBytes = fields[StatField.residentPages].map { $0 * Double(pageBytes) }
        let bootLine = systemStat.split(separator: "\n").first { $0.hasPrefix("btime ") }
        if let boot = bootLine.flatMap({ Double($0.dropFirst(6)) }), let start = fields[StatField.startTicks] {
            startTimeSeconds = boot + start / ticks
        }
    }

    var text: String {
        Self.lines("process_cpu_seconds_total", "counter", "User and system time used, in seconds.", cpuSeconds)
            + Self.lines("process_open_fds", "gauge", "Open file descriptors.", openDescriptors)
            + Self.lines("process_resident_memory_bytes", "gauge", "Resident memory, in bytes.", residentBytes)
            + Self.lines("process_start_time_seconds", "gauge", "Start, in seconds since 1970.", startTimeSeconds)
    }

    private static func lines(_ name: String, _ kind: String, _ help: String, _ value: Double?) -> String {
        guard let value else { return "" }
        return "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n\(name) \(PrometheusName.number(value))\n"
    }

    private static func contents(_ path: String) -> String {
        guard let file = fopen(path, "re") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: procBytesMax)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    private static func openDescriptorCount() -> Int? {
        guard let folder = opendir("/proc/self/fd") else { return nil }
        defer { closedir(folder) }
        var count = 0
        while count < descriptorsMax, let entry = readdir(folder) {
            let isName = entry.pointee.d_name.0 != CChar(UInt8(ascii: "."))
            count += isName ? 1 : 0
        }
        // The folder that is being read counts itself.
        return max(0, count - 1)
    }
}
