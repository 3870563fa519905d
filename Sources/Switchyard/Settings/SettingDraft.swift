import BusinessTime
import Foundation

/// A document read and found good, before it is published.
struct SettingDraft {
    let kind: SettingKind
    /// Of a calendar.
    let openTime: OpenTime?
    private let terms: PublishTerms

    /// Refuses what could not be compiled, with a pointer.
    init(_ kind: SettingKind, _ document: JSON, _ terms: PublishTerms) throws {
        self.kind = kind
        self.terms = terms
        switch kind {
        case .calendar: openTime = try OpenTime(document: Self.calendar(document))
        case .policy:
            openTime = nil
            _ = try Self.policy(document)
        case .rules:
            openTime = nil
            _ = try TriageRules(document)
        case .survey:
            openTime = nil
            _ = try SurveyPolicy(document)
        }
    }

    static func calendar(_ document: JSON) throws -> CalendarDocument {
        do {
            return try JSONDecoder().decode(CalendarDocument.self, from: Data(document.bytes))
        } catch let error as CalendarError {
            throw DomainError.field(error.pointer, .badFormat, ["reason": error.code.rawValue])
        } catch is DecodingError {
            throw DomainError.field("", .wrongType)
        }
    }

    static func policy(_ document: JSON) throws -> SLAPolicy {
        do {
            let policy = try JSONDecoder().decode(SLAPolicy.self, from: Data(document.bytes))
            let problems = policy.validate()
            guard problems.isEmpty else {
                throw DomainError(
                    .invalid,
                    "validation_failed",
                    fields: problems.map { FieldError($0.pointer, .outOfRange, ["reason": $0.code.rawValue]) }
                )
            }
            return policy
        } catch is DecodingError {
            throw DomainError.field("", .wrongType)
        }
    }

    /// T6: weeks without an open second are a mistake unless somebody says otherwise.
    func requireOpenTime(from start: Instant) throws {
        guard !terms.confirmsNeverOpen, let stretch = openTime?.neverOpenStretch(from: start) else { return }
        throw DomainError.field(
            "/weekly",
            .neverOpen,
            ["from": stretch.lowerBound.iso8601, "to": stretch.upperBound.iso8601, "confirm": "confirm_never_open"]
        )
    }
}
