import Foundation

/// The secret of one survey link: 256 random bits, in the mail and nowhere else (`spec/surveys-reports.md V6`).
struct SurveyToken: Sendable {
    static let randomBytes = 32
    /// Base64 of 32 bytes without padding.
    static let characters = 43

    let text: String

    init(random bytes: [UInt8]) {
        text = Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Nil for what cannot be one of ours; no look-up is made for it.
    init?(_ text: some StringProtocol) {
        let isPlausible = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
            default: false
            }
        }
        guard text.utf8.count == SurveyToken.characters, isPlausible else { return nil }
        self.text = String(text)
    }
}
