/// One thing that can go wrong, as callers are told of it.
package struct ErrorEntry: Sendable {
    /// The stable word: the last segment of the problem's `type`.
    package let word: String
    package let status: Int
    package let title: Told
    /// What to do about it, for whoever writes the calling program.
    package let remedy: String

    init(_ word: String, _ status: Int, _ title: Told, remedy: String) {
        self.word = word
        self.status = status
        self.title = title
        self.remedy = remedy
    }
}

/// The error catalogue: every `type` that a problem can have. Texts may get better; words and what they mean stay.
package enum ErrorCatalogue {
    package static let all: [ErrorEntry] = requests + access + cases + bulkActs + setUp + [ownFault]

    private static let byWord = Dictionary(uniqueKeysWithValues: all.map { ($0.word, $0) })

    /// Told of whatever has no entry of its own.
    static let ownFault = ErrorEntry(
        "internal",
        500,
        Told(
            en: "Something went wrong on our side",
            ru: "На нашей стороне что-то пошло не так",
            zh: "我们这边出了问题"
        ),
        remedy:
            "Tell us the value of X-Request-Id. The same request with the same idempotency key does no harm."
    )

    package static func entry(_ word: String) -> ErrorEntry? { byWord[word] }

    /// Where the entry of a word is to be read: the `type` of its problems, relative to the API's own address.
    package static func address(_ word: String) -> String { "/errors/\(word)" }
}
