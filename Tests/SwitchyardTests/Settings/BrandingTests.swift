import BusinessTime
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Switchyard

/// A tenant's own names, colour and words, where its customers see them; hostile ones come through nowhere.
@Suite(.needsDatabase) struct BrandingTests {
    static let whole: JSON = [
        // A quotation mark is in no URL that the schema lets through; the pages are tried with it nevertheless.
        "name": "Bolt <Pro> & Co", "sender_name": "Bolt \"Help\", Ltd", "reply_to": "help@bolt.example",
        "colour": "#ffcc00",
        "endings": [
            "en": [
                "footer": "Bolt Ltd <script>alert(1)</script>\nReg. 123",
                "support_url": "https://bolt.example/?a=1&b=\"2",
            ],
            "ru": ["footer": "ООО «Болт»"],
        ],
    ]

    @Test func customersMailsAreInTheTenantsOwnName() throws {
        let desk = try SurveyDesk()
        let before = try desk.resolvedTicket()
        let plain = try #require(try desk.letters(.replyMail, before).first)
        #expect(plain.fromName == "Test Exchange" && plain.replyTo == nil)
        #expect(plain.text.hasSuffix("Case: \(try reference(before, desk))"))

        _ = try desk.tenant.publish(.branding, BrandingTests.whole)
        let ticket = try desk.resolvedTicket()
        let reply = try #require(try desk.letters(.replyMail, ticket).first)
        #expect(reply.fromAddress == "support@desk.example", "the address is the firm's, whoever is named before it")
        #expect(reply.fromName == "Bolt \"Help\", Ltd")
        #expect(reply.replyTo == "help@bolt.example")
        #expect(reply.html == nil)
        #expect(reply.text.contains("-- \nBolt <Pro> & Co\n"))
        #expect(
            reply.text.hasSuffix("\n\nBolt Ltd <script>alert(1)</script>\nReg. 123\nhttps://bolt.example/?a=1&b=\"2")
        )
        let russian = try #require(try desk.letters(.replyMail, desk.resolvedTicket(language: "ru")).first)
        #expect(russian.text.hasSuffix("\n\nООО «Болт»"))
        let chinese = try #require(try desk.letters(.replyMail, desk.resolvedTicket(language: "zh")).first)
        #expect(chinese.text.contains("Bolt Ltd"), "the English ending stands in for one that is missing")
    }

    private func reference(_ ticket: UUID, _ desk: SurveyDesk) throws -> String {
        try desk.tenant.transaction(as: .worker) { try Ticket.find(ticket, in: $0).reference.text }
    }

    @Test func theSurveysMailAndPageAreInTheTenantsOwnNameAndNothingOfItIsATag() throws {
        let desk = try SurveyDesk()
        _ = try desk.tenant.publish(.branding, BrandingTests.whole)
        let (ticket, token) = try desk.invited()
        let mail = try #require(try desk.letter(ticket))
        #expect(mail.fromName == "Bolt \"Help\", Ltd" && mail.replyTo == "help@bolt.example")
        #expect(
            mail.text.hasSuffix(
                "Bolt <Pro> & Co\n\nBolt Ltd <script>alert(1)</script>\nReg. 123\nhttps://bolt.example/?a=1&b=\"2"
            )
        )
        let html = try #require(mail.html)
        #expect(html.contains("color:#ffcc00") && html.contains("Bolt &lt;Pro&gt; &amp; Co"))
        #expect(html.contains("href=\"https://bolt.example/?a=1&amp;b=&quot;2\""))

        let form = try desk.show(token).html
        let thanks = try desk.answer(token, SurveyForm(score: 5)).html
        for page in [html, form, thanks] {
            #expect(!page.contains("<script") && !page.contains("<Pro>") && !page.contains("b=\"2"))
            #expect(page.contains("Reg. 123"))
        }
        for page in [form, thanks] {
            #expect(page.contains("background:#ffcc00;color:#000000"))
            #expect(page.contains("Bolt &lt;Pro&gt; &amp; Co"))
            // Nothing is loaded: a link is followed by whoever wants to.
            #expect(
                !page.contains("src=") && !page.contains("url(") && !page.contains("<link") && !page.contains("<img")
            )
        }
    }

    @Test func aTenantWithoutBrandingShowsItsNameAlone() throws {
        let desk = try SurveyDesk()
        let (_, token) = try desk.invited()
        let page = try desk.show(token).html
        #expect(page.contains("<p class=\"b\">Test Exchange</p>") && page.contains("<footer></footer>"))
        #expect(page.contains("background:\(Brand.colourDefault);color:#ffffff"))
    }

    @Test func theNewestVersionCountsAndLeavingOutTakesBack() throws {
        let desk = try SurveyDesk()
        _ = try desk.tenant.publish(.branding, BrandingTests.whole)
        #expect(try desk.tenant.publish(.branding, [:]).version == 2)
        let mail = try #require(try desk.letters(.replyMail, desk.resolvedTicket()).first)
        #expect(mail.fromName == "Test Exchange" && mail.replyTo == nil && !mail.text.contains("Bolt"))
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let document: JSON
        let pointer: String
        var code: FieldError.Code = .badFormat
        var testDescription: String { document.serialized() }
    }

    @Test(arguments: [
        Refused(document: ["name": "Bolt\r\nBcc: all@bolt.example"], pointer: "/name"),
        Refused(document: ["name": " \t "], pointer: "/name"),
        Refused(document: ["name": "Bolt\u{2028}x"], pointer: "/name"),
        Refused(document: ["sender_name": "Bolt\u{0}"], pointer: "/sender_name"),
        Refused(document: ["sender_name": "tlob\u{202E}moc.esle"], pointer: "/sender_name"),
        Refused(document: ["colour": "red;}body{background:url(//x)"], pointer: "/colour"),
        Refused(
            document: ["endings": ["en": ["support_url": "http://bolt.example/"]]],
            pointer: "/endings/en/support_url"
        ),
        Refused(document: ["endings": ["ru": ["footer": "a\u{7}b"]]], pointer: "/endings/ru/footer"),
        Refused(
            document: ["endings": ["zh": ["footer": .string(String(repeating: "a\n", count: 10) + "a")]]],
            pointer: "/endings/zh/footer"
        ),
        Refused(
            document: ["endings": ["en": ["footer": "Please send us your seed phrase."]]],
            pointer: "/endings/en/footer",
            code: .asksForSecret
        ),
    ])
    func whatIsHostileIsRefused(_ test: Refused) {
        #expect(throws: DomainError.field(test.pointer, test.code)) { try Branding(test.document) }
    }

    @Test(arguments: [
        ("#ffffff", "#000000"), ("#000000", "#ffffff"), ("#0b4f9c", "#ffffff"), ("#FFCC00", "#000000"),
        ("#c00000", "#ffffff"),
        ("#00ff00", "#000000"), ("#0000ff", "#ffffff"),
    ])
    func lettersCanBeReadOnEveryColour(colour: String, letters: String) throws {
        #expect(try #require(Colour(colour)).letters == letters)
    }
}
