/// One immutable version of a calendar line (`spec/sla.md` C1).
package struct CalendarVersion: Sendable, Hashable {
    package let id: String
    package let document: CalendarDocument
    /// From when this version is in force; of no effect on the first version, which holds from the beginning of time.
    package let effectiveFrom: Instant

    package init(id: String, document: CalendarDocument, effectiveFrom: Instant) {
        self.id = id
        self.document = document
        self.effectiveFrom = effectiveFrom
    }
}
