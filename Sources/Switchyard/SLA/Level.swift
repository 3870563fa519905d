/// The level path (`spec/sla.md` E6): L0 self-service, L1 front, L2 desks, L3 engineering and treasury, L4 vendors.
package enum Level: Int, CaseIterable, Sendable, Hashable, Comparable {
    case l0, l1, l2, l3, l4

    /// `L0` … `L4`.
    package init?(name: String) {
        guard let level = Level.allCases.first(where: { $0.name == name }) else { return nil }
        self = level
    }

    package var name: String {
        switch self {
        case .l0: "L0"
        case .l1: "L1"
        case .l2: "L2"
        case .l3: "L3"
        case .l4: "L4"
        }
    }

    package var next: Level? { Level(rawValue: rawValue + 1) }

    package static func < (left: Level, right: Level) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Level: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let name = try container.decode(String.self)
        guard let level = Level(name: name) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "unknown level \(name)")
        }
        self = level
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}

/// Who a step after the breach goes to (E2, E3): levels up to L4, then people by duty.
package enum LadderRecipient: Sendable, Hashable {
    case level(Level)
    case dutySupervisor
    case operationsManager
    case clientContact

    package init?(name: String) {
        switch name {
        case LadderRecipient.dutySupervisor.name: self = .dutySupervisor
        case LadderRecipient.operationsManager.name: self = .operationsManager
        case LadderRecipient.clientContact.name: self = .clientContact
        default:
            guard let level = Level(name: name) else { return nil }
            self = .level(level)
        }
    }

    package var name: String {
        switch self {
        case .level(let level): level.name
        case .dutySupervisor: "duty_supervisor"
        case .operationsManager: "operations_manager"
        case .clientContact: "client_contact"
        }
    }

    /// Nil beyond the levels.
    package var level: Level? {
        if case .level(let level) = self { return level }
        return nil
    }

    /// The rungs above `start` in order; the last one is told again until the repeats end.
    package static func path(above start: Level, clientContact: Bool) -> [LadderRecipient] {
        let levels = Level.allCases.filter { $0 > start }.map(LadderRecipient.level)
        return levels + [.dutySupervisor, .operationsManager] + (clientContact ? [.clientContact] : [])
    }
}

extension LadderRecipient: Comparable {
    /// In the order of the ladder.
    package static func < (left: LadderRecipient, right: LadderRecipient) -> Bool { left.order < right.order }

    private var order: Int {
        switch self {
        case .level(let level): level.rawValue
        case .dutySupervisor: Level.allCases.count
        case .operationsManager: Level.allCases.count + 1
        case .clientContact: Level.allCases.count + 2
        }
    }
}
