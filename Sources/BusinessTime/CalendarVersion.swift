/// One immutable version of a calendar line (`spec/sla.md` C1).
package struct CalendarVersion: Sendable {
    package let id: String
    package let document: CalendarDocument
    /// From when this version is in force; of no effect on the first version, which holds from the beginning of time.
    package let effectiveFrom: Instant
    /// What its zone was known to do when it was published; nil for what is known today.
    package let zoneOffsets: ZoneOffsets?

    package init(id: String, document: CalendarDocument, effectiveFrom: Instant, zoneOffsets: ZoneOffsets? = nil) {
        self.id = id
        self.document = document
        self.effectiveFrom = effectiveFrom
        self.zoneOffsets = zoneOffsets
    }
}
