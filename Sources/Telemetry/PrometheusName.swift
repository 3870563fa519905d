/// Names and labels in the alphabet Prometheus takes, and values as its text form 0.0.4 writes them.
enum PrometheusName {
    static let labelsMax = 16
    static let labelValueBytesMax = 256
    private static let nameLengthMax = 200

    /// `[a-zA-Z_:][a-zA-Z0-9_:]*`; every other character becomes `_`.
    static func metric(_ text: String, suffix: String = "") -> String {
        let name = sanitised(text, allowsColon: true)
        return suffix.isEmpty || name.hasSuffix(suffix) ? name : name + suffix
    }

    /// Sorted by name, the first of two equal names wins; `le` and `quantile` belong to Prometheus.
    static func labels(_ dimensions: [(String, String)]) -> [(name: String, value: String)] {
        var seen: Set<String> = []
        var labels: [(name: String, value: String)] = []
        for (name, value) in dimensions.prefix(labelsMax) {
            let clean = sanitised(name, allowsColon: false)
            let own = clean == "le" || clean == "quantile" ? "own_\(clean)" : clean
            guard seen.insert(own).inserted else { continue }
            labels.append((own, String(decoding: value.utf8.prefix(labelValueBytesMax), as: UTF8.self)))
        }
        return labels.sorted { $0.name < $1.name }
    }

    /// `name="value",…` without braces, so that a bucket can append its own label.
    static func text(_ labels: [(name: String, value: String)]) -> String {
        labels.map { "\($0.name)=\"\(escapedValue($0.value))\"" }.joined(separator: ",")
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if value == value.rounded(), value.magnitude < 1e15 { return "\(Int64(value))" }
        return "\(value)"
    }

    static func escapedHelp(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    private static func escapedValue(_ text: String) -> String {
        escapedHelp(text).replacing("\"", with: "\\\"")
    }

    private static func sanitised(_ text: String, allowsColon: Bool) -> String {
        let bytes = text.utf8.prefix(nameLengthMax).map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                byte
            case UInt8(ascii: ":") where allowsColon: byte
            default: UInt8(ascii: "_")
            }
        }
        guard let first = bytes.first else { return "_" }
        let startsWithDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        return (startsWithDigit ? "_" : "") + String(decoding: bytes, as: UTF8.self)
    }
}
