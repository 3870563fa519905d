/// One secret found: its kind and place, never its value (`spec/secrets.md`, Handling).
package struct SecretFinding: Sendable, Hashable {
    package let kind: SecretKind
    /// UTF-8 offsets into the text before redaction.
    package let place: Range<Int>

    package init(kind: SecretKind, place: Range<Int>) {
        self.kind = kind
        self.place = place
    }
}

/// A text with its secrets replaced by typed placeholders.
package struct Redaction: Sendable, Hashable {
    package let text: String
    /// In the order of the text, without overlaps.
    package let findings: [SecretFinding]

    package var isClean: Bool { findings.isEmpty }

    package init(text: String, findings: [SecretFinding]) {
        self.text = text
        self.findings = findings
    }
}
