package import BusinessTime

/// How far a signed request gets at its source, step by step: what finds a sender's mistake, and nothing that would sign. Neither a
/// secret nor a signature is in it.
package struct SignatureTrial: Sendable {
    /// In the order in which a request passes them.
    package enum Step: String, CaseIterable, Sendable {
        case id
        case timestamp
        case signatureForm = "signature_form"
        case tolerance
        case signature
    }

    package enum Outcome: String, CaseIterable, Sendable {
        case passed
        case failed
        case notReached = "not_reached"
    }

    package let verdict: WebhookVerdict
    package let outcomes: [Step: Outcome]
    /// Which of the live secrets signed it, the newest being 1; also where the sender's clock is wrong.
    package let matchedSecret: Int?
    package let secretCount: Int

    package init(_ headers: WebhookHeaders, body: [UInt8], at source: Source, now: Instant) {
        let nowSeconds = now.microseconds / 1_000_000
        func verify(_ secrets: [WebhookSecret], tolerance: Int64) -> WebhookVerdict {
            StandardWebhook.verify(
                headers: headers,
                body: body,
                secrets: secrets,
                nowSeconds: nowSeconds,
                toleranceSeconds: tolerance
            )
        }
        verdict = verify(source.secrets, tolerance: StandardWebhook.toleranceSecondsDefault)
        matchedSecret = source.secrets.firstIndex { verify([$0], tolerance: .max) == .valid }.map { $0 + 1 }
        secretCount = source.secrets.count
        outcomes = SignatureTrial.outcomes(verdict, isSigned: matchedSecret != nil)
    }

    private static func outcomes(_ verdict: WebhookVerdict, isSigned: Bool) -> [Step: Outcome] {
        let failure: Step?
        switch verdict {
        case .valid: failure = nil
        // Whether all are there is looked at before any is read.
        case .missingHeader(let header): return [step(header): .failed]
        case .malformed(let header): failure = step(header)
        case .outsideTolerance: failure = .tolerance
        case .badSignature: failure = .signature
        }
        guard let failure, let place = Step.allCases.firstIndex(of: failure) else {
            return Dictionary(uniqueKeysWithValues: Step.allCases.map { ($0, .passed) })
        }
        var outcomes = Dictionary(uniqueKeysWithValues: Step.allCases.prefix(place).map { ($0, Outcome.passed) })
        outcomes[failure] = .failed
        // A wrong clock hides nothing: the signature is told as well.
        if failure == .tolerance { outcomes[.signature] = isSigned ? .passed : .failed }
        return outcomes
    }

    private static func step(_ header: String) -> Step {
        switch header {
        case StandardWebhook.idHeader: .id
        case StandardWebhook.timestampHeader: .timestamp
        default: .signatureForm
        }
    }

    package var json: JSON {
        [
            "accepted": .bool(verdict == .valid), "reason": (verdict.refusal?.reason).json,
            "steps": .array(
                Step.allCases.map { step in
                    [
                        "step": .string(step.rawValue),
                        "outcome": .string((outcomes[step] ?? .notReached).rawValue),
                    ]
                }
            ),
            "clock_skew_seconds": (verdict.refusal?.skewSeconds).json,
            "tolerance_seconds": StandardWebhook.toleranceSecondsDefault.json,
            "matched_secret": matchedSecret.json, "secrets": secretCount.json,
        ]
    }
}

extension WebhookVerdict {
    /// Why a sender is refused, as a stable word; nil when it is not.
    package var refusal: (reason: String, skewSeconds: Int64?)? {
        switch self {
        case .valid: nil
        case .missingHeader: ("signature_missing", nil)
        case .malformed: ("signature_malformed", nil)
        case .outsideTolerance(let skew): ("timestamp_outside_tolerance", skew)
        case .badSignature: ("signature_wrong", nil)
        }
    }
}
