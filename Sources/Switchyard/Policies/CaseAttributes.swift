package import Foundation

/// What the conditions of policies look at (`spec/sla.md P1`).
package struct CaseAttributes: Sendable, Hashable {
    package var channel: String
    package var language: String
    package var tier: String
    package var category: String
    /// `P1` … `P4`, or whatever a story calls its priorities; nil for none.
    package var priority: String?
    package var level: Int
    package var teamID: UUID?

    package init(
        channel: String = "",
        language: String = "",
        tier: String = "",
        category: String = "",
        priority: String? = nil,
        level: Int = Level.l1.rawValue,
        teamID: UUID? = nil
    ) {
        self.channel = channel
        self.language = language
        self.tier = tier
        self.category = category
        self.priority = priority
        self.level = level
        self.teamID = teamID
    }

    /// What can become another in the life of a case.
    package enum Change: Sendable, Hashable {
        case priority(String)
        case place(level: Int, teamID: UUID?)
    }

    /// Whether the customer waits for somebody to come. A story's case names no channel and may be any.
    var isLive: Bool { channel.isEmpty || TicketChannel(rawValue: channel)?.isLive == true }

    package mutating func apply(_ change: Change) {
        switch change {
        case .priority(let name): priority = name
        case .place(let level, let team):
            self.level = level
            teamID = team
        }
    }
}
