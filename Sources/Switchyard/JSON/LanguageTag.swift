/// BCP 47 (RFC 5646, section 2.1): is a text shaped like a language tag? The registry is not consulted.
package enum LanguageTag {
    /// Subtags of one tag; RFC 5646 asks for 35 characters, `StringFormat` bounds the text.
    private static let subtagsMax = 16

    package static func isWellFormed(_ text: String) -> Bool {
        // A language and nothing else, as nearly all tags are.
        if (2...3).contains(text.utf8.count), text.utf8.allSatisfy(ASCII.isASCIILetter) { return true }
        var subtags = text.lowercased().split(separator: "-", omittingEmptySubsequences: false)[...]
        guard subtags.count <= subtagsMax, subtags.allSatisfy({ (1...8).contains($0.count) && isAlphanumeric($0) })
        else { return false }
        if subtags.first == "x" { return subtags.count > 1 }
        guard takesLanguage(&subtags) else { return false }
        takeOne(&subtags) { $0.count == 4 && isAlphabetic($0) }
        takeOne(&subtags) { $0.count == 2 && isAlphabetic($0) || $0.count == 3 && isNumeric($0) }
        guard takesVariants(&subtags), takesExtensions(&subtags) else { return false }
        return subtags.isEmpty || subtags.first == "x" && subtags.count > 1
    }

    private static func takesLanguage(_ subtags: inout ArraySlice<Substring>) -> Bool {
        guard let language = subtags.popFirst(), language.count >= 2, isAlphabetic(language) else { return false }
        guard language.count <= 3 else { return true }
        for _ in 0..<3 { takeOne(&subtags) { $0.count == 3 && isAlphabetic($0) } }
        return true
    }

    private static func takesVariants(_ subtags: inout ArraySlice<Substring>) -> Bool {
        var seen: Set<Substring> = []
        while let variant = subtags.first, variant.count >= 5 || variant.count == 4 && isNumeric(variant.prefix(1)) {
            guard seen.insert(variant).inserted else { return false }
            subtags.removeFirst()
        }
        return true
    }

    private static func takesExtensions(_ subtags: inout ArraySlice<Substring>) -> Bool {
        var seen: Set<Substring> = []
        while let singleton = subtags.first, singleton.count == 1, singleton != "x" {
            guard seen.insert(singleton).inserted else { return false }
            subtags.removeFirst()
            guard let first = subtags.first, first.count >= 2 else { return false }
            while let value = subtags.first, value.count >= 2 { subtags.removeFirst() }
        }
        return true
    }

    private static func takeOne(_ subtags: inout ArraySlice<Substring>, where matches: (Substring) -> Bool) {
        if let first = subtags.first, matches(first) { subtags.removeFirst() }
    }

    private static func isAlphabetic(_ text: Substring) -> Bool { text.utf8.allSatisfy { (0x61...0x7A).contains($0) } }

    private static func isNumeric(_ text: Substring) -> Bool { text.utf8.allSatisfy { (0x30...0x39).contains($0) } }

    private static func isAlphanumeric(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }
}
