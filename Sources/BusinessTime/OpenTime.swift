import Foundation
import Synchronization

/// A calendar line compiled to open UTC segments: elapsed open time and its inverse (`spec/sla.md` T4–T6, C1, Algorithm).
///
/// Segments are made a UTC year at a time when first needed, from an immutable block that any thread may search; a
/// lookup costs one short lock and two binary searches and allocates nothing. The open time counts from
/// 2020-01-01T00:00Z, so it is the same in every process. Lines with windows know open time only from
/// `calculableRange`; outside it they are closed.
package final class OpenTime: Sendable {
    /// Years for which segments are made.
    private static let yearsRange = 1900..<2300
    private static let anchorYear = 2020
    /// Versions in one line.
    package static let versionsMax = 10_000

    /// Version of the zone data within Foundation (T7), to be recorded with stored segments.
    package static var timeZoneDataVersion: String { TimeZone.timeZoneDataVersion }

    /// Outside this range a line with windows has no open time.
    package static let calculableRange = yearStart(yearsRange.lowerBound)..<yearStart(yearsRange.upperBound)

    /// Round the clock, in no zone (T7).
    package static let always = OpenTime()

    private struct Part: Sendable {
        enum Source: Sendable {
            case document(SegmentCompiler)
            case line(OpenTime)
        }

        let from: Int64
        let to: Int64
        let source: Source
    }

    private let parts: [Part]
    private let block: Mutex<SegmentBlock>
    /// Open at every instant of every version: nothing to compile, no range to end.
    let isAlways: Bool

    private init() {
        parts = []
        block = Mutex(SegmentBlock(from: 0, to: 0, segments: [], cumulativeAtFrom: 0))
        isAlways = true
    }

    /// The first version holds from the beginning of time, each later one from its `effectiveFrom` (C1).
    ///
    /// Of two versions with one `effectiveFrom` the later in the list counts. Throws `CalendarError`.
    package init(versions: [CalendarVersion]) throws {
        guard let first = versions.first else { throw CalendarError(.noVersion) }
        guard versions.count <= Self.versionsMax else {
            throw CalendarError(.tooMany, ["max": "\(Self.versionsMax)"])
        }
        let later = versions.dropFirst().enumerated()
            .sorted { ($0.element.effectiveFrom, $0.offset) < ($1.element.effectiveFrom, $1.offset) }
            .map { (from: $0.element.effectiveFrom.microseconds, version: $0.element) }
        let line = [(from: Int64.min, version: first)] + later
        parts = try line.indices.compactMap { index in
            let end = index + 1 < line.count ? line[index + 1].from : Int64.max
            guard line[index].from < end else { return nil }
            let version = line[index].version
            let compiler = try SegmentCompiler(version.document, as: version.zoneOffsets)
            return Part(from: line[index].from, to: end, source: .document(compiler))
        }
        block = Mutex(Self.emptyBlock)
        isAlways = line.allSatisfy(\.version.document.alwaysOpen)
    }

    /// Other lines one after the other: the first from the beginning of time, each next one from its instant on; instants
    /// ascend. What the others have compiled is shared, so this costs next to nothing.
    package init(_ first: OpenTime, then later: [(from: Instant, openTime: OpenTime)]) {
        let line =
            [(from: Int64.min, openTime: first)] + later.map { (from: $0.from.microseconds, openTime: $0.openTime) }
        parts = line.indices.compactMap { index in
            let end = index + 1 < line.count ? line[index + 1].from : Int64.max
            guard line[index].from < end else { return nil }
            return Part(from: line[index].from, to: end, source: .line(line[index].openTime))
        }
        block = Mutex(Self.emptyBlock)
        isAlways = line.allSatisfy(\.openTime.isAlways)
    }

    /// A line of one version, its zone as it was known then.
    package convenience init(document: CalendarDocument, zoneOffsets: ZoneOffsets? = nil) throws {
        let version = CalendarVersion(id: "", document: document, effectiveFrom: .distantPast, zoneOffsets: zoneOffsets)
        try self.init(versions: [version])
    }

    /// A block that reaches from at least `from` to at least `to`, within the calculable range.
    func block(from: Int64, to: Int64) -> SegmentBlock {
        block.withLock { block in
            if block.from > from || block.to < to {
                block = extended(block, from: from, to: to)
            }
            return block
        }
    }

    private func extended(_ block: SegmentBlock, from: Int64, to: Int64) -> SegmentBlock {
        let bounds = Self.calculableRange
        let oldFirst = Self.year(of: block.from)
        let oldEnd = Self.year(of: block.to)
        let first = min(oldFirst, Self.year(of: max(from, bounds.lowerBound.microseconds)))
        let lastYear = Self.year(of: min(to, bounds.upperBound.microseconds))
        let end = max(oldEnd, min(lastYear + 1, Self.yearsRange.upperBound))
        guard first < oldFirst || end > oldEnd else { return block }
        let before = (first..<oldFirst).flatMap(compiled)
        let after = (oldEnd..<end).flatMap(compiled)
        let earlierOpen = before.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
        return SegmentBlock(
            from: Self.yearStart(first).microseconds,
            to: Self.yearStart(end).microseconds,
            segments: before + block.segments + after,
            cumulativeAtFrom: block.cumulative[0] - earlierOpen
        )
    }

    private func compiled(year: Int) -> [Range<Int64>] {
        let start = Self.yearStart(year).microseconds
        let end = Self.yearStart(year + 1).microseconds
        var segments: [Range<Int64>] = []
        for part in parts where part.from < end && part.to > start {
            segments += Self.compiled(part.source, year: year, within: max(part.from, start)..<min(part.to, end))
        }
        return segments
    }

    private static func compiled(_ source: Part.Source, year: Int, within bounds: Range<Int64>) -> [Range<Int64>] {
        switch source {
        case .line(let line):
            let ends = (from: Instant(microseconds: bounds.lowerBound), to: Instant(microseconds: bounds.upperBound))
            return line.segments(from: ends.from, to: ends.to).map {
                $0.lowerBound.microseconds..<$0.upperBound.microseconds
            }
        case .document(let compiler):
            let unit = Instant.microsecondsPerSecond
            let firstSecond = bounds.lowerBound.flooredDivision(by: unit).quotient
            let endSecond = -(-bounds.upperBound).flooredDivision(by: unit).quotient
            return compiler.openSeconds(year: year, from: firstSecond, to: endSecond).compactMap { open in
                let segment = ((open.lowerBound * unit)..<(open.upperBound * unit)).clamped(to: bounds)
                return segment.isEmpty ? nil : segment
            }
        }
    }

    private static var emptyBlock: SegmentBlock {
        let anchor = yearStart(anchorYear).microseconds
        return SegmentBlock(from: anchor, to: anchor, segments: [], cumulativeAtFrom: 0)
    }

    private static func yearStart(_ year: Int) -> Instant {
        Instant(microseconds: microseconds(dayNumber: CivilDate.dayNumber(year: year, month: 1, day: 1)))
    }

    private static func microseconds(dayNumber: Int) -> Int64 {
        Int64(dayNumber) * CivilDate.secondsPerDay * Instant.microsecondsPerSecond
    }

    private static func year(of microseconds: Int64) -> Int {
        let day = microseconds.flooredDivision(by: CivilDate.secondsPerDay * Instant.microsecondsPerSecond).quotient
        return CivilDate(dayNumber: Int(day)).year
    }
}
