/// One sentence of a reply, folded, as `OutboundGuard` reads it. Distances are in bytes of the folded text.
struct OutboundSentence {
    /// Between the demand and the secret.
    private static let reachBytesMax = 160
    /// Between a negation and the demand it governs.
    private static let negationBytesMax = 90
    /// Between a negation and the secret alone ("the hash, never the private key").
    private static let excludingBytesMax = 24
    /// Between what directly precedes a demand and the demand.
    private static let directBytesMax = 3
    /// Before a secret that opens its clause ("your seed phrase, please send …").
    private static let openingBytesMax = 20
    /// Between such a secret and the demand behind it.
    private static let followingBytesMax = 28

    private let bytes: UnsafeBufferPointer<UInt8>
    private let warnings: [Range<Int>]
    private let trailing: [Range<Int>]

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        let negations = OutboundNegations.leading.places(in: bytes)
        let villains = OutboundNegations.villains.places(in: bytes).filter { villain in
            !negations.contains { 0...Self.excludingBytesMax ~= villain.lowerBound - $0.upperBound }
        }
        warnings = negations + villains
        trailing = OutboundNegations.trailing.places(in: bytes) + villains
    }

    func asks(for refusal: OutboundRefusal) -> Bool {
        let secrets = secrets(refusal)
        guard !secrets.isEmpty else { return false }
        return demands(refusal).contains { demand in
            secrets.contains { isPair(demand, $0) && !isExcluded($0, after: demand) } && !isNegated(demand)
        }
    }

    private func secrets(_ refusal: OutboundRefusal) -> [Range<Int>] {
        let named = OutboundPhrases.secrets(refusal).places(in: bytes)
        guard refusal == .asksForOneTimeCode, !OutboundPhrases.receipts.places(in: bytes).isEmpty else { return named }
        return named + OutboundPhrases.bareCodes.places(in: bytes).filter { !OneTimeCodeScanner.isUnlike($0, bytes) }
    }

    /// Typing a password or a code into the product is an instruction; typing a seed anywhere is not.
    private func demands(_ refusal: OutboundRefusal) -> [Range<Int>] {
        let asked = OutboundDemands.handOver.places(in: bytes).filter { !isOwnAct($0) }
        let needed = OutboundDemands.need.places(in: bytes).filter { !ends(OutboundDemands.customersActs, before: $0) }
        let demands = asked + needed + OutboundDemands.question.places(in: bytes)
        switch refusal {
        case .asksForSeedPhrase, .asksForPrivateKey: return demands + OutboundDemands.typeIn.places(in: bytes)
        case .asksForPassword, .asksForOneTimeCode: return demands
        }
    }

    /// The demand comes first, but in Chinese, Japanese and Korean, where it may follow; elsewhere it follows a secret that
    /// opens its clause, or asks for "it".
    private func isPair(_ demand: Range<Int>, _ secret: Range<Int>) -> Bool {
        guard !demand.overlaps(secret) || demand.lowerBound < secret.lowerBound else { return false }
        let gap = max(demand.lowerBound, secret.lowerBound) - min(demand.upperBound, secret.upperBound)
        guard gap <= Self.reachBytesMax else { return false }
        if demand.lowerBound < secret.lowerBound || ASCII.isRunning(bytes[demand.lowerBound]) { return true }
        if isFollowedByPronoun(demand) { return true }
        guard gap <= Self.followingBytesMax else { return false }
        let between = UnsafeBufferPointer(rebasing: bytes[secret.upperBound..<demand.lowerBound])
        guard !between.contains(UInt8(ascii: ",")) || !OutboundDemands.politeness.places(in: between).isEmpty
        else { return false }
        let clause = bytes[..<secret.lowerBound].lastIndex(of: UInt8(ascii: ",")).map { $0 + 1 } ?? 0
        let opening = bytes[clause..<secret.lowerBound]
        return opening.count <= Self.openingBytesMax && !Self.purposes.contains { opening.starts(with: $0) }
    }

    private static let purposes = [
        "for ", "to ", "about ", "if ", "для ", "о ", "об ", "про ", "если ", "якщо ", "untuk ", "jika ", "para ",
        "si ", "se ",
        "pour ", "per ",
    ].map { FoldedText.folded($0) }

    private func isFollowedByPronoun(_ demand: Range<Int>) -> Bool {
        OutboundNegations.pronouns.places(in: bytes).contains { 0...1 ~= $0.lowerBound - demand.upperBound }
    }

    /// A negation of the secret alone, between demand and secret.
    private func isExcluded(_ secret: Range<Int>, after demand: Range<Int>) -> Bool {
        warnings.contains {
            $0.lowerBound >= demand.upperBound && 0...Self.excludingBytesMax ~= secret.lowerBound - $0.upperBound
        }
    }

    /// A negation before the demand in the same clause, or set off by commas itself; or after it.
    private func isNegated(_ demand: Range<Int>) -> Bool {
        if trailing.contains(where: { $0.lowerBound >= demand.lowerBound && $0.upperBound > demand.upperBound }) {
            return true
        }
        return warnings.contains { warning in
            guard warning.upperBound <= demand.lowerBound,
                demand.lowerBound - warning.upperBound <= Self.negationBytesMax
            else { return false }
            let between = UnsafeBufferPointer(rebasing: bytes[warning.upperBound..<demand.upperBound])
            guard OutboundNegations.spent.places(in: between).isEmpty else { return false }
            let commas = between.indices.filter { between[$0] == UInt8(ascii: ",") }
            return commas.isEmpty || commas[0] <= 1 || commas.count >= 2
        }
    }

    /// "We will send you a code": the agent acts, nothing is asked.
    private func isOwnAct(_ demand: Range<Int>) -> Bool {
        bytes[demand.upperBound...].starts(with: " you ".utf8) || ends(OutboundDemands.ownActs, before: demand)
    }

    private func ends(_ phrases: PhraseSet, before demand: Range<Int>) -> Bool {
        phrases.places(in: bytes).contains { 0...Self.directBytesMax ~= demand.lowerBound - $0.upperBound }
    }
}
