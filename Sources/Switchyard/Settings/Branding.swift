import Foundation

/// How a tenant shows itself to its customers: names, a colour, where answers go, and its own words at the end. All of it is
/// text and nothing is loaded from anywhere, so that no page or mail tells others who looks at it.
package struct Branding: Sendable, Hashable {
    package static let nameCharactersMax = 100
    package static let footerCharactersMax = 500
    package static let footerLinesMax = 10

    /// What ends a mail or a page in one language.
    package struct Ending: Sendable, Hashable {
        package var footer: String?
        /// Shown as a link, followed by whoever wants to.
        package var supportURL: String?
    }

    /// Nil for the tenant's own.
    package var name: String?
    /// Before the address that mails come from; nil for the name.
    package var senderName: String?
    /// Nil for the address that mails come from.
    package var replyTo: String?
    package var colour: Colour?
    package var endings: [LetterLanguage: Ending] = [:]

    package init() {}

    /// - Throws: the member that could not stand in a mail's header, or says what no mail of ours may say.
    package init(_ document: JSON) throws {
        name = try Branding.line("name", document)
        senderName = try Branding.line("sender_name", document)
        replyTo = try document.optionalString("reply_to")
        colour = try document.optionalString("colour").map { text in
            guard let colour = Colour(text) else { throw DomainError.field("/colour", .badFormat) }
            return colour
        }
        for language in LetterLanguage.allCases {
            guard let ending = document["endings"]?[language.rawValue] else { continue }
            do {
                endings[language] = try Ending(ending)
            } catch let error as DomainError {
                throw error.under("/endings/\(language.rawValue)")
            }
        }
    }

    package static let schema: Schema = .named(
        "Branding",
        .object([
            .optional("name", text(nameCharactersMax, .line), "In mails and on pages; default the tenant's name."),
            .optional("sender_name", text(nameCharactersMax, .line), "Whom mails are from; default `name`."),
            .optional("reply_to", .format(.email), "Where answers to mails go; default where mails come from."),
            .optional("colour", .format(.colour), "Of buttons and links."),
            .optional(
                "endings",
                .object(LetterLanguage.allCases.map { .optional($0.rawValue, ending) }),
                "What ends mails and pages, by language; the English one stands in for one that is missing."
            ),
        ])
    )

    private static let ending: Schema = .named(
        "BrandingEnding",
        .object([
            .optional("footer", text(footerCharactersMax, .lines), "At most \(footerLinesMax) lines of plain text."),
            .optional("support_url", .format(.url), "https; shown, and followed by whoever wants to."),
        ])
    )

    private static func text(_ characters: Int, _ format: StringFormat) -> Schema {
        .string(StringRule(length: 1...characters, format: format))
    }

    private static func line(_ member: String, _ document: JSON) throws -> String? {
        guard let text = try document.optionalString(member) else { return nil }
        guard PlainText.isLine(text) else { throw DomainError.field("/\(member)", .badFormat) }
        return text
    }
}

extension Branding.Ending {
    fileprivate init(_ document: JSON) throws {
        footer = try document.optionalString("footer")
        supportURL = try document.optionalString("support_url")
        if let footer {
            let lines = footer.split(separator: "\n", omittingEmptySubsequences: false).count
            guard PlainText.isLines(footer), lines <= Branding.footerLinesMax else {
                throw DomainError.field("/footer", .badFormat)
            }
            // It stands under every mail: what an agent may not ask for, it may not either.
            guard OutboundGuard.check(footer) == nil else { throw DomainError.field("/footer", .asksForSecret) }
        }
        if let supportURL {
            guard supportURL.lowercased().hasPrefix("https://") else {
                throw DomainError.field("/support_url", .badFormat)
            }
        }
    }
}
