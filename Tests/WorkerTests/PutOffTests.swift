import Switchyard
import SwitchyardWorker
import Testing

@Suite struct PutOffTests {
    @Test(arguments: PutOff.allCases)
    func whatWasPutOffTogetherDoesNotComeBackTogether(reason: PutOff) {
        let waits = [UInt64.min, 0x4000, 0x8000, 0xffff].compactMap { wait(reason, chance: $0) }
        #expect(waits.count == 4)
        #expect(waits == waits.sorted(by: >))
        #expect(Set(waits).count == 4)
        #expect(waits[3] > waits[0] / 2)
    }

    @Test func onlyWhatMayBeTheJobsOwnFaultCountsAsAnAttempt() {
        for reason in PutOff.allCases {
            guard case .putBack(_, _, let countsAttempt) = reason.fate(attempt: 1, chance: 0) else {
                Issue.record("\(reason) ends the job")
                continue
            }
            #expect(countsAttempt == (reason == .failed))
        }
        #expect(wait(.failed, chance: 0, attempt: 3) == 4 * (wait(.failed, chance: 0) ?? 0))
        #expect(wait(.tenantClosed, chance: 0, attempt: 3) == wait(.tenantClosed, chance: 0))
        #expect(PutOff(DomainError.notFound) == .tenantClosed)
        #expect(PutOff(StaleLease()) == .failed)
    }

    private func wait(_ reason: PutOff, chance: UInt64, attempt: Int = 1) -> Int64? {
        guard case .putBack(let wait, _, _) = reason.fate(attempt: attempt, chance: chance) else { return nil }
        return wait
    }
}
