package import Foundation

extension CalendarDocument: Codable {
    /// Bytes of JSON accepted by `init(json:)`.
    package static let jsonBytesMax = 4 << 20

    /// Reads the document alone; every failure is a `CalendarError`.
    package init(json: Data) throws {
        guard json.count <= Self.jsonBytesMax else {
            throw CalendarError(.tooMany, ["max": "\(Self.jsonBytesMax) bytes"])
        }
        do {
            self = try JSONDecoder().decode(CalendarDocument.self, from: json)
        } catch is DecodingError {
            throw CalendarError(.wrongType, ["expected": "JSON object"])
        }
    }

    /// The document with sorted keys and without empty parts, so that equal calendars have equal bytes.
    package func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    /// Throws `CalendarError` with a pointer that includes the path of an enclosing document.
    package init(from decoder: any Decoder) throws {
        let reader = try CalendarReader(decoder)
        do {
            try self.init(
                zone: reader.value(String.self, .zone),
                alwaysOpen: reader.value(Bool.self, .alwaysOpen) ?? false,
                weekly: reader.windows(.weekly, key: { Weekday(rawValue: $0) }, otherwise: .badWeekday),
                overrides: reader.windows(.overrides, key: { CivilDate(iso8601: $0) }, otherwise: .badDate),
                breaks: reader.windows(.breaks, key: { CivilDate(iso8601: $0) }, otherwise: .badDate),
                holidays: reader.holidays()
            )
        } catch let error as CalendarError where !error.pointer.hasPrefix(reader.base) {
            throw CalendarError(error.code, at: reader.base + error.pointer, error.parameters)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CalendarKey.self)
        try container.encodeIfPresent(zone, forKey: CalendarKey(.zone))
        if alwaysOpen { try container.encode(true, forKey: CalendarKey(.alwaysOpen)) }
        let parts: [(Field, [String: [WallWindow]])] = [
            (.weekly, Dictionary(uniqueKeysWithValues: weekly.map { ($0.key.rawValue, $0.value) })),
            (.overrides, Dictionary(uniqueKeysWithValues: overrides.map { ($0.key.description, $0.value) })),
            (.breaks, Dictionary(uniqueKeysWithValues: breaks.map { ($0.key.description, $0.value) })),
        ]
        for (field, lists) in parts where !lists.isEmpty {
            let texts = lists.mapValues { $0.map { [$0.open.description, $0.close.description] } }
            try container.encode(texts, forKey: CalendarKey(field))
        }
        if !holidays.isEmpty {
            try container.encode(holidays.map(\.description), forKey: CalendarKey(.holidays))
        }
    }
}

/// Any text as a key: unknown fields must be seen to be refused.
private struct CalendarKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ field: CalendarDocument.Field) {
        stringValue = field.rawValue
    }

    init(stringValue: String) {
        self.stringValue = stringValue
    }

    init?(intValue: Int) {
        nil
    }
}

/// Turns the decoder's own complaints into `CalendarError` with a pointer.
private struct CalendarReader {
    let container: KeyedDecodingContainer<CalendarKey>
    /// Pointer of the document within what is being decoded.
    let base: String

    init(_ decoder: any Decoder) throws {
        base = decoder.codingPath.map { "/" + escaped($0.intValue.map(String.init) ?? $0.stringValue) }.joined()
        do {
            container = try decoder.container(keyedBy: CalendarKey.self)
        } catch is DecodingError {
            throw CalendarError(.wrongType, at: base, ["expected": "object"])
        }
        for key in container.allKeys where CalendarDocument.Field(rawValue: key.stringValue) == nil {
            throw CalendarError(.unknownField, at: base + "/" + escaped(key.stringValue), ["field": key.stringValue])
        }
    }

    func value<Value: Decodable>(_ type: Value.Type, _ field: CalendarDocument.Field) throws -> Value? {
        let key = CalendarKey(field)
        guard container.contains(key) else { return nil }
        do {
            return try container.decode(type, forKey: key)
        } catch is DecodingError {
            throw CalendarError(.wrongType, at: base + "/" + field.rawValue, ["expected": "\(type)"])
        }
    }

    func windows<Key: Hashable>(
        _ field: CalendarDocument.Field,
        key: (String) -> Key?,
        otherwise code: CalendarError.Code
    ) throws -> [Key: [WallWindow]] {
        var result: [Key: [WallWindow]] = [:]
        for (name, texts) in try value([String: [[String]]].self, field) ?? [:] {
            let pointer = base + "/" + field.rawValue + "/" + escaped(name)
            guard let parsed = key(name) else { throw CalendarError(code, at: pointer, ["value": name]) }
            result[parsed] = try texts.enumerated().map { try window($0.element, at: "\(pointer)/\($0.offset)") }
        }
        return result
    }

    func holidays() throws -> [CivilDate] {
        let pointer = base + "/" + CalendarDocument.Field.holidays.rawValue
        return try (value([String].self, .holidays) ?? []).enumerated().map { index, text in
            guard let date = CivilDate(iso8601: text) else {
                throw CalendarError(.badDate, at: "\(pointer)/\(index)", ["value": text])
            }
            return date
        }
    }

    private func window(_ texts: [String], at pointer: String) throws -> WallWindow {
        guard texts.count == 2 else { throw CalendarError(.badWindow, at: pointer, ["expected": "[open, close]"]) }
        let times = try texts.enumerated().map { index, text in
            guard let time = WallTime(text) else {
                throw CalendarError(.badTime, at: "\(pointer)/\(index)", ["value": text])
            }
            return time
        }
        return WallWindow(open: times[0], close: times[1])
    }
}

private func escaped(_ name: String) -> String {
    name.replacingOccurrences(of: "~", with: "~0").replacingOccurrences(of: "/", with: "~1")
}
