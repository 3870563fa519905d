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

    @Test(arguments: JobKind.allCases)
    func aScopeIsNamedAsItsKindAndAllIsNoKind(kind: JobKind) {
        #expect(JobScope(kind.rawValue) == .kind(kind))
        #expect(JobScope.kind(kind).name == kind.rawValue)
        #expect(kind.rawValue != JobScope.all.name)
        #expect(JobScope(JobScope.all.name) == .all)
        #expect(JobScope("nothing") == nil)
    }

    @Test func namesThatJobsWereStoredUnderStay() {
        #expect(
            Set(JobKind.allCases.map(\.rawValue)) == [
                "bulk_act", "deliver", "deliver_event", "follow_up_due", "invite_survey", "probe", "remind_survey",
                "sweep_clocks",
            ]
        )
    }
}
