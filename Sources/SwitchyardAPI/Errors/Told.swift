/// The same in each language that a problem speaks.
package struct Told: Sendable, Hashable {
    package let en: String
    package let ru: String
    package let zh: String

    package func callAsFunction(_ language: ProblemLanguage) -> String {
        switch language {
        case .en: en
        case .ru: ru
        case .zh: zh
        }
    }
}

/// A language of problems and their details; the product's other texts follow the customer or the person.
package enum ProblemLanguage: String, Sendable, CaseIterable {
    case en
    case ru
    case zh

    /// Ranges of one field that are looked at; browsers send five at most.
    private static let rangesMax = 20

    /// The one that a caller likes best (RFC 9110, 12.5.4), by the first subtag alone; English where they like none.
    package init(accepting header: String?) {
        self = .en
        var weightMax = 0.0
        for range in (header ?? "").lowercased().split(separator: ",").prefix(ProblemLanguage.rangesMax) {
            let parts = range.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            guard let tag = parts.first?.split(separator: "-").first,
                let language = tag == "*" ? .en : ProblemLanguage(rawValue: String(tag))
            else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            guard weight > weightMax, weight <= 1 else { continue }
            self = language
            weightMax = weight
        }
    }
}
