import BusinessTime

extension SettingVersion {
    /// What its publisher is told: everything but the document, and what of it is hardly meant.
    package func summary() throws -> JSON {
        [
            "version": version.json,
            "line": kind == .calendar ? .string(line) : nil,
            "effective_from": .string(effectiveFrom.iso8601),
            "published_at": .string(publishedAt.iso8601),
            "zone_data": zoneData?.json,
            "apply": scope.map { .string($0.rawValue) },
            "warnings": kind == .policy ? try PolicyBook(document).warnings.json : nil,
        ]
    }
}
