import Switchyard
import Testing

@Suite struct JobKindTests {
    @Test(arguments: JobKind.allCases)
    func everyKindHasItsLimits(kind: JobKind) {
        #expect(JobKind(rawValue: kind.rawValue) == kind)
        #expect((1...100).contains(kind.attemptsMax))
        #expect((1...600).contains(kind.deadlineSeconds))
        #expect(kind.payloadVersion >= 1)
    }

    @Test func namesThatJobsWereStoredUnderStay() {
        #expect(
            Set(JobKind.allCases.map(\.rawValue)) == [
                "deliver", "follow_up_due", "invite_survey", "probe", "remind_survey", "sweep_clocks",
            ]
        )
    }
}
