import Foundation
import Testing

@testable import Switchyard

struct FormatCase: CustomTestStringConvertible, Sendable {
    let format: StringFormat
    let good: [String]
    let bad: [String]
    var testDescription: String { format.rawValue }

    static let all: [FormatCase] = StringFormat.allCases.map { format in
        let (good, bad) = examples(format)
        return FormatCase(format: format, good: good, bad: bad)
    }

    private static func examples(_ format: StringFormat) -> (good: [String], bad: [String]) {
        switch format {
        case .uuid:
            (
                ["018f0000-abcd-7000-8000-00000000000a", "018F0000-ABCD-7000-8000-00000000000A"],
                [
                    "018f0000abcd7000800000000000000a", "018f0000-abcd-7000-8000-00000000000g",
                    "{018f0000-abcd-7000-8000-00000000000}",
                ]
            )
        case .email:
            (
                ["a@b.co", "first.last+tag@mail.example.com", "x_y'z@xn--fiq228c.cn"],
                [
                    "a@b", "a b@c.de", ".a@b.co", "a.@b.co", "a..b@c.de", "a@-b.co", "a@b..co", "@b.co", "a@b@c.de",
                    "ä@b.co", "a@b.co\n",
                ]
            )
        case .instant:
            (
                ["2025-06-02T10:00:00Z", "2024-02-29T23:59:59.123456789+14:00", "0001-01-01t00:00:00z"],
                [
                    "2025-06-02T10:00:00", "2025-06-02 10:00:00Z", "2025-02-29T10:00:00Z", "2025-06-02T24:00:00Z",
                    "2025-06-02T10:00:60Z", "2025-06-02T10:00:00.Z", "2025-06-02T10:00:00+0200", "2025-6-2T10:00:00Z",
                    "0000-01-01T00:00:00Z", "2025-06-02T10:00:00.1234567890Z", "2025-13-01T00:00:00Z",
                ]
            )
        case .date:
            (
                ["2025-06-02", "2000-02-29"],
                ["1900-02-29", "2025-04-31", "2025-00-10", "0000-01-01", "20250602", "2025-06-02Z"]
            )
        case .month:
            (["2025-06", "2000-12"], ["2025-13", "0000-01", "2025-00", "25-06", "2025-6", "2025-06-01", "2025-06\n"])
        case .name:
            (["default", "0", "night-shift_2"], ["Night", "-a", "_a", "a b", "ä", String(repeating: "a", count: 41)])
        case .slug:
            (["a", "acme-2", "9-to-5"], ["A", "-a", "a-", "a--b", "a_b", "a b", String(repeating: "a", count: 64)])
        case .wallTime:
            (["00:00", "09:30", "23:59", "24:00"], ["24:01", "9:30", "12:60", "12:3", "12-30", "12:30:00"])
        case .language, .zone, .url, .amount, .colour, .line, .lines: namesAndNumbers(format)
        }
    }

    private static func namesAndNumbers(_ format: StringFormat) -> (good: [String], bad: [String]) {
        switch format {
        case .language:
            (
                [
                    "en", "zh-Hant-TW", "pt-BR", "es-419", "sl-rozaj-biske", "de-CH-1901", "zh-cmn-Hans-CN", "x-own",
                    "en-a-bbb-x-a", "uz-Cyrl",
                ],
                [
                    "e", "en_US", "en-", "-en", "en-US-US-", "de-1901-1901", "en-a", "en-a-bb-a-cc", "x", "en-x",
                    "i-klingon", "languagename",
                ]
            )
        case .zone:
            (
                ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Ho_Chi_Minh"],
                [
                    "CET!", "Europe/Nowhere", "../etc/passwd", "Europe//Berlin", "Europe/../Berlin", "/Europe/Berlin",
                    "Berlin",
                ]
            )
        case .url:
            (
                ["https://example.com", "http://example.com:8080/a?b=c#d", "HTTPS://EXAMPLE.COM/"],
                [
                    "ftp://example.com", "https://", "https:///x", "https://u:p@example.com/", "https://u@example.com",
                    "https://example.com/a b", "javascript:alert(1)", "//example.com", "https://example.com:99999/",
                    "https://exämple.com/", "https://example.com/<x>",
                ]
            )
        case .amount:
            (
                ["0", "0.5", "123456789.123456789012345678", String(repeating: "9", count: 38)],
                [
                    "-1", "+1", "1.", ".5", "01", "1e5", "1,5", "0.1234567890123456789",
                    String(repeating: "9", count: 39), "1.2.3",
                ]
            )
        case .colour:
            (
                ["#000000", "#0b4F9c", "#ffffff"],
                [
                    "0b4f9c", "#0b4f9", "#0b4f9c0", "#0b4f9g", "#+b4f9c", "#-b4f9c", "red", "#0b4f9c;}",
                    "rgb(1,2,3)", "url(//x)", "#12345６",
                ]
            )
        case .line:
            (
                ["Bolt <Pro> & Co", " ООО «Болт»", "می\u{200C}خواهم", "波尔特", "a"],
                [" ", "\u{3000}\u{A0}", "a\nb", "a\tb", "a\u{0}", "a\u{85}b", "a\u{2028}b", "tlob\u{202E}moc"]
            )
        case .lines:
            (["a\nb", "\n\nООО «Болт»\n"], ["\n", " \n ", "a\r\nb", "a\u{7}b", "a\u{2029}b", "a\n\u{2067}b"])
        case .uuid, .email, .instant, .date, .month, .name, .slug, .wallTime: ([], [])
        }
    }
}

struct StringFormatTests {
    @Test(arguments: FormatCase.all)
    func `each format takes its own and refuses the rest`(_ example: FormatCase) {
        for text in example.good { #expect(example.format.matches(text), "\(text)") }
        for text in example.bad { #expect(!example.format.matches(text), "\(text)") }
        #expect(!example.format.matches(""))
        #expect(!example.format.matches(String(repeating: "a", count: example.format.bytesMax + 1)))
    }

    @Test(arguments: FormatCase.all)
    func `the published pattern takes all good texts`(_ example: FormatCase) throws {
        let pattern = try NSRegularExpression(pattern: example.format.pattern)
        for text in example.good {
            let range = NSRange(text.startIndex..., in: text)
            #expect(pattern.firstMatch(in: text, range: range) != nil, "\(text)")
        }
    }

    @Test(arguments: [StringFormat.line, .lines])
    func `the pattern of plain text refuses what the format does`(_ format: StringFormat) throws {
        let pattern = try NSRegularExpression(pattern: format.pattern)
        for text in FormatCase.all.first(where: { $0.format == format })?.bad ?? [] {
            let range = NSRange(text.startIndex..., in: text)
            #expect(pattern.firstMatch(in: text, range: range) == nil, "\(text.debugDescription)")
        }
    }

    static let instants: [(String, Int64)] = [
        ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.999999Z", -1),
        ("2025-06-02T10:00:00Z", 1_748_858_400_000_000),
        ("2025-06-02T12:00:00+02:00", 1_748_858_400_000_000), ("2025-06-02T10:00:00.1234569Z", 1_748_858_400_123_456),
        ("2000-02-29T00:00:00.5Z", 951_782_400_500_000), ("9999-12-31T23:59:59Z", 253_402_300_799_000_000),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000_000), ("2024-12-31T23:30:00-01:00", 1_735_691_400_000_000),
    ]

    @Test(arguments: instants)
    func `instants become microseconds`(_ text: String, _ expected: Int64) {
        #expect(RFC3339.microseconds(text) == expected)
    }
}
