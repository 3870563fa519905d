/// What a look at one tenant's alarms of some kind did.
package struct AlarmReview: Sendable, Hashable {
    package var raised: Int
    package var ended: Int
    /// There is more to look through: run again.
    package var hasMore: Bool

    package init(raised: Int = 0, ended: Int = 0, hasMore: Bool = false) {
        self.raised = raised
        self.ended = ended
        self.hasMore = hasMore
    }
}
