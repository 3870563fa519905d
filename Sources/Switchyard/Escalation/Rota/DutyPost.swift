/// What a person can be on duty for: a level of the ladder, or one of the two posts beyond it (`spec/sla.md` E3, E5).
package enum DutyPost: String, CaseIterable, Sendable, Hashable, Comparable {
    case l1 = "L1"
    case l2 = "L2"
    case l3 = "L3"
    case l4 = "L4"
    case supervisor
    case operationsManager = "operations_manager"

    /// Nil for L0, where no person serves.
    package init?(level: Int) {
        self.init(rawValue: "L\(level)")
    }

    /// 1 to 4; nil beyond the levels.
    package var level: Int? {
        switch self {
        case .l1: 1
        case .l2: 2
        case .l3: 3
        case .l4: 4
        case .supervisor, .operationsManager: nil
        }
    }

    package static func < (left: DutyPost, right: DutyPost) -> Bool { left.order < right.order }

    private var order: Int { level ?? (self == .supervisor ? 5 : 6) }
}
