extension StringFormat {
    /// ECMA-262 text for the OpenAPI document. Never narrower than `matches`.
    var pattern: String {
        switch self {
        case .uuid: "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$"
        case .email:
            "^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
                + "@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+$"
        case .instant:
            "^\(Self.year)-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
                + "(\\.[0-9]{1,9})?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
        case .date: "^\(Self.year)-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
        case .month: "^\(Self.year)-(0[1-9]|1[0-2])$"
        case .language: "^([A-Za-z]{2,8}|[xX])(-[A-Za-z0-9]{1,8})*$"
        case .zone: "^(UTC|[A-Za-z0-9][A-Za-z0-9_+-]*(/[A-Za-z0-9][A-Za-z0-9_+-]*)+)$"
        case .slug: "^[a-z0-9]+(-[a-z0-9]+)*$"
        case .url: "^[Hh][Tt][Tt][Pp][Ss]?://[^\\s\"<>\\\\^`{|}]+$"
        case .amount: "^(0|[1-9][0-9]{0,37})(\\.[0-9]{1,18})?$"
        case .name: "^[a-z0-9][a-z0-9_-]*$"
        case .colour: "^#[0-9A-Fa-f]{6}$"
        case .line: PlainText.linePattern
        case .lines: PlainText.linesPattern
        case .wallTime: "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"
        }
    }

    /// 0001 to 9999.
    private static let year = "([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"

    /// The name JSON Schema has for it, where it has one of the same meaning.
    var standardName: String? {
        switch self {
        case .uuid: "uuid"
        case .email: "email"
        case .instant: "date-time"
        case .date: "date"
        case .url: "uri"
        case .month, .language, .zone, .slug, .amount, .wallTime, .name, .colour, .line, .lines: nil
        }
    }
}
