import Foundation

/// A password as somebody typed it; it appears in no description, dump or error. Rules of `spec/tenancy.md`, passwords: long
/// enough, none of those that are guessed first, not its owner's own name. No composition, no change without a reason.
package struct Password: Sendable {
    package static let charactersMin = 8
    /// At least 64 have to be allowed; what is longer costs work and adds nothing.
    package static let charactersMax = 128
    /// Fewer different characters are a pattern.
    static let differentCharactersMin = 4
    /// Shorter parts of a name stand in too many words.
    static let namePartCharactersMin = 3

    /// NFKC, so that every keyboard types the same password alike.
    private let text: String

    package init(_ typed: String) { text = typed.precomposedStringWithCompatibilityMapping }

    /// The field `password` of a form; empty where there is none.
    package init(posted bytes: [UInt8]) throws { self.init(try PostedForm(urlEncoded: bytes)["password"] ?? "") }

    /// Its UTF-8, and how many bytes that is.
    func characters<Value>(_ body: (UnsafePointer<CChar>, UInt64) -> Value) -> Value {
        text.withCString { body($0, UInt64(text.utf8.count)) }
    }

    /// Whether it may become the password of the person.
    ///
    /// - Throws: what is wrong with it, at `pointer`.
    func check(for profile: PersonProfile, at pointer: String) throws {
        guard text.count >= Password.charactersMin else {
            throw DomainError.field(pointer, .tooShort, ["min": "\(Password.charactersMin)", "unit": "characters"])
        }
        guard text.count <= Password.charactersMax else {
            throw DomainError.field(pointer, .tooLong, ["max": "\(Password.charactersMax)", "unit": "characters"])
        }
        if isCommon { throw DomainError.field(pointer, .tooCommon) }
        if isMadeOfNames(of: profile) { throw DomainError.field(pointer, .ownName) }
    }

    /// One of the list, as it is or with figures and signs about it, or hardly more than one character again and again.
    private var isCommon: Bool {
        let folded = text.lowercased()
        let word = folded.trimmingCharacters(in: .letters.inverted)
        return Set(folded).count < Password.differentCharactersMin || Password.common.contains(folded)
            || Password.common.contains(word)
    }

    /// Without the parts of name and address less is left than any password needs.
    private func isMadeOfNames(of profile: PersonProfile) -> Bool {
        let folded = text.lowercased()
        var rest = folded
        let parts = "\(profile.name) \(profile.email) switchyard".lowercased()
            .split { !$0.isLetter && !$0.isNumber }.filter { $0.count >= Password.namePartCharactersMin }
        for part in parts.sorted(by: { $0.count > $1.count }) { rest = rest.replacing(part, with: "") }
        return rest != folded && rest.count < Password.charactersMin
    }

    private static let common = Set(
        GuessedPasswords.words.split { $0 == " " || $0 == "\n" }.map(String.init)
    )
}

extension Password: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "Password(hidden)" }

    package var debugDescription: String { description }

    package var customMirror: Mirror { Mirror(self, children: []) }
}
