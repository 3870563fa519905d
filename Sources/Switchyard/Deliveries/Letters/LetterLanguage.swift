/// Languages in which the texts of our own letters exist. What a person wrote is never translated.
package enum LetterLanguage: String, CaseIterable, Sendable {
    case en, ru, zh

    /// `tag` is BCP 47; its primary subtag decides, and English stands in for the rest.
    package init(tag: String) {
        let primary = tag.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }).first.map(String.init) ?? ""
        self = LetterLanguage(rawValue: primary) ?? .en
    }
}
