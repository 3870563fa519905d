import Switchyard
import TestTools

/// What people do to one case, with the time that passes between: a random life from the first message to the resolution.
struct DeskScript: CustomStringConvertible {
    enum Act: Hashable {
        case message
        case reply(TicketStatus?)
        case note
        case setStatus(TicketStatus)
        case setPriority(TicketPriority)
        case assign
        case resolve
        case reopen

        /// For the count of crashes.
        var name: String {
            switch self {
            case .message: "message"
            case .reply: "reply"
            case .note: "note"
            case .setStatus: "status"
            case .setPriority: "priority"
            case .assign: "assign"
            case .resolve: "resolve"
            case .reopen: "reopen"
            }
        }
    }

    struct Entry: Hashable {
        let act: Act
        /// Since the act before.
        let afterSeconds: Int64
    }

    static let names = ["message", "reply", "note", "status", "priority", "assign", "resolve", "reopen"]
    private static let actsMax = 4
    private static let pauseSeconds: ClosedRange<Int64> = 60...14_400

    let entries: [Entry]

    var description: String { entries.map { "\($0.act.name) after \($0.afterSeconds) s" }.joined(separator: ", ") }

    init(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        var isResolved = false
        var acts: [Act] = []
        for _ in 0..<Int.random(in: 2...Self.actsMax, using: &random) {
            let act = isResolved ? random.pick([.reopen, .message, .note]) : Self.act(&random)
            if act == .resolve || act == .reopen || act == .message { isResolved = act == .resolve }
            acts.append(act)
        }
        // Whatever came before, the case is resolved when all is done, so that nothing is left to wait for.
        if !isResolved { acts += [.reply(nil), .resolve] }
        entries = acts.map { Entry(act: $0, afterSeconds: Int64.random(in: Self.pauseSeconds, using: &random)) }
    }

    /// On an open case.
    private static func act(_ random: inout SeededNumbers) -> Act {
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1, 2: .message
        case 3, 4: .reply(nil)
        case 5: .reply(.waitingCustomer)
        case 6: .note
        case 7: .setStatus(random.pick([.open, .waitingThirdParty, .waitingClient]))
        case 8: .setPriority(random.pick(TicketPriority.allCases))
        case 9: .assign
        default: .resolve
        }
    }
}
