package import BusinessTime

extension JSON {
    package func instant(_ key: String) throws(FieldError) -> Instant {
        guard let instant = try optionalInstant(key) else {
            throw FieldError("/" + JSONPointer.escaped(key), .required)
        }
        return instant
    }

    /// An instant in any form that `StringFormat.instant` takes; nil when absent or null.
    package func optionalInstant(_ key: String) throws(FieldError) -> Instant? {
        guard let text = try optionalString(key) else { return nil }
        guard let microseconds = RFC3339.microseconds(text) else {
            throw FieldError("/" + JSONPointer.escaped(key), .badFormat, ["format": StringFormat.instant.rawValue])
        }
        return Instant(microseconds: microseconds)
    }
}
