package import Switchyard

/// Why a job is tried again later that has not said itself what becomes of it.
package enum PutOff: Sendable, Hashable, CaseIterable {
    case tenantClosed
    case storeUnavailable
    /// Perhaps the job's own fault.
    case failed

    package init(_ cause: any Error) {
        self =
            if (cause as? DomainError)?.code == .notFound { .tenantClosed } else if isFailureOfStore(cause) {
                .storeUnavailable
            } else { .failed }
    }

    /// `chance` is any number: what was put off together does not come back together.
    package func fate(attempt: Int, chance: UInt64) -> JobEnding.Fate {
        let wait = schedule.delayMicroseconds(attempt: attempt, wishSeconds: nil, chance: chance)
        return .putBack(afterMicroseconds: wait, code: code, countsAttempt: self == .failed)
    }

    private var code: String {
        switch self {
        case .tenantClosed: "tenant_closed"
        case .storeUnavailable: "store_unavailable"
        case .failed: "failed"
        }
    }

    private var schedule: RetrySchedule {
        switch self {
        case .tenantClosed: .every(seconds: 300)
        case .storeUnavailable: .every(seconds: 1)
        case .failed: .delivery
        }
    }
}
