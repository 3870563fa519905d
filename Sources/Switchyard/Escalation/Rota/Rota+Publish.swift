import BusinessTime
import Foundation
import Postgres

/// A rota that is to be published, and what it would mean.
package struct RotaDraft: Sendable {
    package let version: RotaVersion
    let confirmsGaps: Bool
    package let forecast: RotaForecast

    /// Reads the body, checks that everybody named may do what they are named for, and looks 90 days ahead.
    package init(_ body: JSON, in tx: TenantTransaction) throws {
        let now = try tx.now
        let effectiveFrom = try body.optionalInstant("effective_from") ?? now
        guard effectiveFrom >= now else { throw DomainError.field("/effective_from", .outOfRange) }
        confirmsGaps = try body.optionalBool("confirm_gaps") ?? false
        let known = try RotaLine.load(from: now, in: tx)
        version = try RotaVersion(
            number: (known.versions.map(\.number).max() ?? 0) + 1,
            effectiveFrom: effectiveFrom,
            // What is stored is the document without the wishes of this publication.
            document: ["tz": body.string("tz").json, "posts": body.object("posts")]
        )
        try version.rota.requireEntitledPeople(at: effectiveFrom, in: tx)
        forecast = RotaForecast(
            RotaLine(versions: known.versions + [version], overrides: known.overrides),
            from: effectiveFrom
        )
    }

    /// Every reason not to publish, with its place; empty when there is none.
    package var objections: [FieldError] {
        let gaps = confirmsGaps ? [] : forecast.gaps.map(\.fieldError)
        return Array((forecast.doubleBookings.map(\.fieldError) + gaps).prefix(Schema.errorsMax))
    }

    /// Publishes a version; two at once settle who was first by the table's key. Answers its number.
    package func publish(in tx: TenantTransaction) throws -> Int {
        let objections = objections
        guard objections.isEmpty else { throw DomainError(.invalid, "validation_failed", fields: objections) }
        let id = try tx.newID()
        tx.write(
            "publish rota",
            """
            INSERT INTO switchyard.rota_version (tenant_id, version, id, document, effective_from, gaps_confirmed, published_at,
                published_by)
            VALUES (\(tx.tenantID), \(version.number), \(id), \(JSONB(version.document.serialized())),
                \(version.effectiveFrom), \(!forecast.gaps.isEmpty), \(try tx.now), \(tx.request.actor.id))
            """
        )
        try tx.recordSettings(.rotaPublished, subject: id)
        return version.number
    }
}

extension Rota {
    /// A person needs a grant of this tenant that reaches the post, at the beginning at least: later it is asked again
    /// whenever somebody is told.
    fileprivate func requireEntitledPeople(at instant: Instant, in tx: TenantTransaction) throws {
        let named = Set(layers.values.flatMap { $0.flatMap(\.people) })
        let grants = Dictionary(
            grouping: try DutyGrant.all(of: named.sorted { $0.text < $1.text }, at: instant, in: tx),
            by: \.person.id
        )
        var faults: [FieldError] = []
        for (post, layers) in layers.sorted(by: { $0.key < $1.key }) {
            for (number, layer) in layers.enumerated() {
                for (place, person) in layer.people.enumerated() {
                    let pointer = "/posts/\(post.rawValue)/layers/\(number)/people/\(place)"
                    guard let held = grants[person] else {
                        faults.append(FieldError(pointer, .unknown))
                        continue
                    }
                    if !held.contains(where: { $0.entitles(to: post) }) {
                        faults.append(FieldError(pointer, .notEntitled, ["post": post.rawValue]))
                    }
                }
            }
        }
        guard faults.isEmpty else {
            throw DomainError(.invalid, "validation_failed", fields: Array(faults.prefix(Schema.errorsMax)))
        }
    }
}

extension RotaForecast.Gap {
    var fieldError: FieldError {
        FieldError(
            "/posts/\(post.rawValue)",
            .notCovered,
            ["from": period.lowerBound.iso8601, "until": period.upperBound.iso8601]
        )
    }
}

extension RotaForecast.DoubleBooking {
    var fieldError: FieldError {
        FieldError(
            "/posts/\(post.rawValue)",
            .doubleBooked,
            [
                "person_id": personID.text, "other": other.rawValue, "from": period.lowerBound.iso8601,
                "until": period.upperBound.iso8601,
            ]
        )
    }
}
