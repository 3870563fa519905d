package import BusinessTime

/// One step of the ladder (`spec/sla.md` E1 to E3): a warning before the breach, the breach, or a repeat after it.
package struct LadderStep: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case warning(percent: Int)
        case breach
        /// From 1.
        case repeated(Int)
    }

    package let kind: Kind
    package var at: Instant
    /// Who the step goes to after the breach; nil for warnings, whose recipients are resolved when they fire (E5).
    package let recipient: LadderRecipient?
    /// The ticket's level once the step has fired.
    package let levelAfter: Level
    /// The target revision it counts under: a step fires once per cycle, key and revision.
    package let revision: Int
    /// A shorter target passed this warning's instant before it was set (E1): it fires at once.
    package let isJumped: Bool
    /// The ladder ends with it: whoever has not come by then is called by an alarm that stands (`spec/sla.md E3`).
    package var isLast = false

    package static let breachKey = "breach"
    package static let repeatPrefix = "repeat_"

    /// `warn_50`, `breach`, `repeat_1`.
    package var key: String {
        switch kind {
        case .warning(let percent): "warn_\(percent)"
        case .breach: Self.breachKey
        case .repeated(let count): Self.repeatPrefix + String(count)
        }
    }

    package var fired: FiredStep { FiredStep(key: key, revision: revision) }

    /// From when the step may be acted upon: a breach is recorded past its instant, never at it (Workers).
    package var wakeAt: Instant {
        kind == .breach ? at.adding(microseconds: 1) : at
    }
}

/// What is stored of a step that has fired, beside its cycle.
package struct FiredStep: Sendable, Hashable {
    package let key: String
    package let revision: Int

    package init(key: String, revision: Int) {
        self.key = key
        self.revision = revision
    }
}
