/// Why an agent's reply was stopped: it asks the customer for a secret.
package enum OutboundRefusal: String, CaseIterable, Sendable {
    case asksForSeedPhrase = "asks_for_seed_phrase"
    case asksForPrivateKey = "asks_for_private_key"
    case asksForPassword = "asks_for_password"
    case asksForOneTimeCode = "asks_for_one_time_code"
}

/// Stops replies that ask a customer for a seed phrase, a private key, a password or a one-time code
/// (`spec/secrets.md`, Outbound too). A sentence asks when a demand and a secret stand in it together and no negation
/// governs the demand: "we will never ask for your seed phrase" passes.
package enum OutboundGuard {
    /// Between the demand and the secret, in bytes of the folded text.
    static let reachBytesMax = 160
    /// Between a negation and the demand it governs, in bytes of the folded text.
    static let negationBytesMax = 90
    static let sentencesMax = 2_000

    package static func check(_ reply: String) -> OutboundRefusal? {
        let folded = FoldedText.folded(reply)
        for sentence in sentences(folded).prefix(sentencesMax) {
            if let refusal = check(sentence: Array(sentence)) { return refusal }
        }
        return nil
    }

    private static func sentences(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var sentences: [ArraySlice<UInt8>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() {
            let isStop =
                byte == UInt8(ascii: ".") && (index + 1 == bytes.count || !ASCII.isASCIILetter(bytes[index + 1]))
            guard isStop || ASCII.isLineEnd(byte) || "!?;".utf8.contains(byte) else { continue }
            sentences.append(bytes[start...index])
            start = index + 1
        }
        sentences.append(bytes[start...])
        return sentences.filter { $0.count > 4 }
    }

    private static func check(sentence: [UInt8]) -> OutboundRefusal? {
        for refusal in OutboundRefusal.allCases {
            let secrets = OutboundPhrases.secrets(refusal).places(in: sentence)
            guard !secrets.isEmpty else { continue }
            let demands = OutboundPhrases.demands(refusal).places(in: sentence)
            guard !demands.isEmpty else { continue }
            let negations = OutboundPhrases.negations.places(in: sentence)
            let asks = demands.contains { demand in
                secrets.contains { isPair(demand, $0, sentence) } && !isNegated(demand, negations, sentence)
                    && !isOwnAct(demand, sentence)
            }
            if asks { return refusal }
        }
        return nil
    }

    /// The demand comes first, but in Chinese, Japanese and Korean, where it may follow.
    private static func isPair(_ demand: Range<Int>, _ secret: Range<Int>, _ sentence: [UInt8]) -> Bool {
        !demand.overlaps(secret)
            && (demand.lowerBound < secret.lowerBound || sentence[demand.lowerBound] >= 0xE1)
            && max(demand.lowerBound, secret.lowerBound) - min(demand.upperBound, secret.upperBound) <= reachBytesMax
    }

    /// A negation before the demand (after it in Japanese and Korean), in the same clause or set off by commas itself.
    private static func isNegated(_ demand: Range<Int>, _ negations: [Range<Int>], _ sentence: [UInt8]) -> Bool {
        negations.contains { negation in
            if negation.lowerBound >= demand.upperBound { return OutboundPhrases.followsDemand(sentence[negation]) }
            guard negation.upperBound <= demand.lowerBound, demand.lowerBound - negation.upperBound <= negationBytesMax
            else { return false }
            let between = sentence[negation.upperBound..<demand.lowerBound]
            guard OutboundPhrases.cancelling.places(in: Array(between)).isEmpty else { return false }
            guard let comma = between.firstIndex(of: UInt8(ascii: ",")) else { return true }
            return comma - negation.upperBound <= 1 || between.filter { $0 == UInt8(ascii: ",") }.count >= 2
        }
    }

    /// "We will send you a code": the agent acts, nothing is asked.
    private static func isOwnAct(_ demand: Range<Int>, _ sentence: [UInt8]) -> Bool {
        let start = max(0, demand.lowerBound - OutboundPhrases.ownActBytesMax)
        let before = Array(sentence[start..<demand.lowerBound])
        let after = Array(sentence[demand.upperBound..<min(sentence.count, demand.upperBound + 5)])
        return after.starts(with: " you ".utf8) || OutboundPhrases.ownActs.contains { before.ends(with: $0) }
    }
}

extension [UInt8] {
    fileprivate func ends(with other: [UInt8]) -> Bool { suffix(other.count).elementsEqual(other) }
}
