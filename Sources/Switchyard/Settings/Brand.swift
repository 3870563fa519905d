/// A tenant's branding with what stands in for what it leaves out, as mails and pages take it.
struct Brand: Sendable, Hashable {
    /// Of a tenant that names none: dark blue.
    static let colourDefault = "#0b4f9c"

    let name: String
    let senderName: String
    let replyTo: String?
    let colour: String
    /// Letters on that colour.
    let letters: String
    private let endings: [LetterLanguage: Branding.Ending]

    init(_ branding: Branding, tenant: String) {
        name = branding.name ?? tenant
        senderName = branding.senderName ?? name
        replyTo = branding.replyTo
        colour = branding.colour?.text ?? Brand.colourDefault
        letters = branding.colour?.letters ?? "#ffffff"
        endings = branding.endings
    }

    func ending(_ language: LetterLanguage) -> Branding.Ending {
        endings[language] ?? endings[.en] ?? Branding.Ending()
    }

    /// A text with what ends it.
    func ended(_ text: String, _ language: LetterLanguage) -> String {
        let ending = ending(language)
        return ([text] + [[ending.footer, ending.supportURL].compactMap(\.self).joined(separator: "\n")])
            .filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
}

extension TenantSettings {
    /// What customers see of the tenant.
    var brand: Brand { Brand(branding, tenant: name) }
}
