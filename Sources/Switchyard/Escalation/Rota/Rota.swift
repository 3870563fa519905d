package import BusinessTime
package import Foundation

/// One version of a tenant's rota, compiled. For each post, the first layer of its list with somebody in it has the duty.
package struct Rota: Sendable {
    package static let layersMax = 10

    package let zone: String
    package let layers: [DutyPost: [RotaLayer]]

    init(zone: String, layers: [DutyPost: [RotaLayer]]) {
        self.zone = zone
        self.layers = layers
    }

    func duty(_ post: DutyPost, at instant: Instant) -> (person: UUID, layer: String)? {
        for layer in layers[post] ?? [] {
            if let person = layer.person(at: instant) { return (person, layer.name) }
        }
        return nil
    }
}

/// Somebody stands in for whoever the layers name, from instant to instant.
package struct RotaOverride: Sendable, Hashable {
    package let id: UUID
    package let post: DutyPost
    package let personID: UUID
    package let period: Range<Instant>
}

/// A version of the rota, and since when it counts.
package struct RotaVersion: Sendable {
    package let number: Int
    package let effectiveFrom: Instant
    package let document: JSON
    package let rota: Rota

    init(number: Int, effectiveFrom: Instant, document: JSON) throws {
        self.number = number
        self.effectiveFrom = effectiveFrom
        self.document = document
        rota = try Rota(document)
    }
}

/// The rota over time: each version until the next one counts, overrides above all of them. At any instant a post has
/// exactly one primary, or is in a gap, or has no rota at all: never two.
package struct RotaLine: Sendable {
    package enum Source: Sendable, Hashable {
        case override(UUID)
        case layer(String)
    }

    package struct Duty: Sendable, Hashable {
        package let personID: UUID
        package let source: Source
    }

    /// A stretch of one state of one post.
    package struct Stretch: Sendable, Hashable {
        package let period: Range<Instant>
        /// Nil: nobody, a gap.
        package let duty: Duty?
    }

    /// In order of `effectiveFrom`; of two with the same instant the later one in the list counts.
    package let versions: [RotaVersion]
    /// Of one post no two meet.
    package let overrides: [RotaOverride]

    package init(versions: [RotaVersion] = [], overrides: [RotaOverride] = []) {
        self.versions = versions.enumerated()
            .sorted { ($0.element.effectiveFrom, $0.offset) < ($1.element.effectiveFrom, $1.offset) }
            .map(\.element)
        self.overrides = overrides
    }

    package func version(at instant: Instant) -> RotaVersion? {
        versions.last { $0.effectiveFrom <= instant }
    }

    /// Published, and still to count.
    package func coming(after instant: Instant) -> [RotaVersion] {
        versions.filter { $0.effectiveFrom > instant }
    }

    /// Whether the post has a rota at that time: without one nobody is missed.
    package func covers(_ post: DutyPost, at instant: Instant) -> Bool {
        version(at: instant)?.rota.layers[post] != nil
    }

    /// The one who is on duty; nil in a gap, and for a post that has no rota.
    package func primary(_ post: DutyPost, at instant: Instant) -> Duty? {
        guard let rota = version(at: instant)?.rota, rota.layers[post] != nil else { return nil }
        if let override = overrides.first(where: { $0.post == post && $0.period.contains(instant) }) {
            return Duty(personID: override.personID, source: .override(override.id))
        }
        return rota.duty(post, at: instant).map { Duty(personID: $0.person, source: .layer($0.layer)) }
    }

    /// The range cut into stretches, without the times in which the post has no rota. Neighbours differ.
    package func stretches(_ post: DutyPost, in range: Range<Instant>) -> [Stretch] {
        var stretches: [Stretch] = []
        let edges = changes(of: post, in: range)
        for (from, to) in zip(edges, edges.dropFirst()) where covers(post, at: from) {
            let duty = primary(post, at: from)
            if let last = stretches.last, last.period.upperBound == from, last.duty == duty {
                stretches[stretches.count - 1] = Stretch(period: last.period.lowerBound..<to, duty: duty)
            } else {
                stretches.append(Stretch(period: from..<to, duty: duty))
            }
        }
        return stretches
    }

    /// Both ends of the range, and every instant between them at which the post may change hands.
    private func changes(of post: DutyPost, in range: Range<Instant>) -> [Instant] {
        var instants: Set<Instant> = [range.lowerBound, range.upperBound]
        for (index, version) in versions.enumerated() {
            let end = index + 1 < versions.count ? versions[index + 1].effectiveFrom : .distantFuture
            let life = (version.effectiveFrom..<max(version.effectiveFrom, end)).clamped(to: range)
            guard !life.isEmpty else { continue }
            instants.insert(life.lowerBound)
            for layer in version.rota.layers[post] ?? [] { instants.formUnion(layer.changes(in: life)) }
        }
        for override in overrides where override.post == post {
            for edge in [override.period.lowerBound, override.period.upperBound] where range.contains(edge) {
                instants.insert(edge)
            }
        }
        return instants.sorted()
    }
}
