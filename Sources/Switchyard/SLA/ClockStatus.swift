/// A ticket's status as the clocks see it: a name that policies list among their pauses.
///
/// Any name is allowed, because a tenant's own statuses may pause a clock; the known ones are constants.
package struct ClockStatus: RawRepresentable, Sendable, Hashable, Codable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package static let open = ClockStatus(rawValue: "open")
    package static let waitingCustomer = ClockStatus(rawValue: "waiting_customer")
    package static let waitingThirdParty = ClockStatus(rawValue: "waiting_third_party")
    package static let waitingClient = ClockStatus(rawValue: "waiting_client")
    package static let waitingProblem = ClockStatus(rawValue: "waiting_problem")
    package static let resolved = ClockStatus(rawValue: "resolved")
    package static let closed = ClockStatus(rawValue: "closed")

    /// The ticket is over: setting such a status resolves it.
    package var isEnd: Bool { self == .resolved || self == .closed }
}
