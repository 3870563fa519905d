/// Why an agent's reply was stopped: it asks the customer for a secret.
package enum OutboundRefusal: String, CaseIterable, Sendable {
    case asksForSeedPhrase = "asks_for_seed_phrase"
    case asksForPrivateKey = "asks_for_private_key"
    case asksForPassword = "asks_for_password"
    case asksForOneTimeCode = "asks_for_one_time_code"
}

/// Stops replies that ask a customer for a seed phrase, a private key, a password or a one-time code
/// (`spec/secrets.md`, Outbound too). A sentence asks when a demand and a secret stand in it together, and neither a
/// negation nor a warning of others governs the demand: "we will never ask for your seed phrase" passes.
package enum OutboundGuard {
    static let sentencesMax = 2_000

    package static func check(_ reply: String) -> OutboundRefusal? {
        let folded = FoldedText.folded(reply)
        return folded.withUnsafeBufferPointer { bytes in
            for sentence in sentences(bytes).prefix(sentencesMax) {
                let sentence = OutboundSentence(UnsafeBufferPointer(rebasing: bytes[sentence]))
                if let refusal = OutboundRefusal.allCases.first(where: sentence.asks) { return refusal }
            }
            return nil
        }
    }

    private static func sentences(_ bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var sentences: [Range<Int>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() {
            let isStop =
                byte == UInt8(ascii: ".") && (index + 1 == bytes.count || !ASCII.isASCIILetter(bytes[index + 1]))
            guard isStop || ASCII.isLineEnd(byte) || "!?;".utf8.contains(byte) else { continue }
            sentences.append(start..<(index + 1))
            start = index + 1
        }
        sentences.append(start..<bytes.count)
        return sentences.filter { $0.count > 4 }
    }
}
