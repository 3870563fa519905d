/// What a session has to have shown before something is done for it; held in the transaction that acts. A key is good for
/// itself and asked for none of it.
package struct SessionDemand: Sendable, Hashable {
    /// Seconds for which a password or a code counts as shown just now.
    package static let recentSeconds: Int64 = 600

    /// The second factor, of a person who has one or has to have one.
    package let secondFactor: Bool
    /// A password or a code, just now: nobody does it from a desk that was left open.
    package let recently: Bool

    package static let usual = SessionDemand(secondFactor: true, recently: false)
    /// Acts of power, money and secrets.
    package static let stepUp = SessionDemand(secondFactor: true, recently: true)
    /// What leads to a second factor, and out.
    package static let passwordAlone = SessionDemand(secondFactor: false, recently: false)
    package static let passwordJustNow = SessionDemand(secondFactor: false, recently: true)

    /// Nil where it does not matter when.
    var provenSeconds: Int64? { recently ? SessionDemand.recentSeconds : nil }
}

extension DomainError {
    package static let secondFactorRequired = DomainError(.forbidden, "second_factor_required")
    package static let stepUpRequired = DomainError(.forbidden, "step_up_required")
}
