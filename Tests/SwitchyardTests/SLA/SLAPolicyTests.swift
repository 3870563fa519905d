import Foundation
import Switchyard
import Testing

struct SLAPolicyTests {
    @Test func whatThePolicyLeavesOutHasTheDefaultOfTheRules() throws {
        let policy = try JSONDecoder().decode(SLAPolicy.self, from: Data(#"{"targets":{"first_reply":3600}}"#.utf8))
        #expect(policy == SLAPolicy(targetSeconds: [.firstReply: 3600]))
        #expect(policy.floorSeconds == 900 && policy.warnPercents == [50, 75, 90])
        #expect(policy.pauseStatuses(.agentWork) == [.waitingCustomer, .waitingThirdParty, .waitingClient])
        #expect(policy.pauseStatuses(.requesterWait) == [.waitingCustomer])
        #expect(policy.pauseStatuses(.resolution).isEmpty)
        #expect(policy.repeatClock(priority: "P2") == .wall && policy.repeatClock(priority: "P3") == .open)
    }

    @Test func aPolicyReadsBackAsItWasWritten() throws {
        let text = """
            {"targets":{"first_reply":{"default":7200,"P1":900},"resolution":28800},"floor":60,"warn":[80],
             "pause":{"agent_work":["waiting_customer"],"resolution":[]},"repeat":{"every":600,"clock":"wall","max":3},
             "ack_hold":60,"reopen_window_days":3,"level":"L2","client_contact":true}
            """
        let policy = try JSONDecoder().decode(SLAPolicy.self, from: Data(text.utf8))
        #expect(policy.targetSeconds(priority: "P1")[.firstReply] == 900)
        #expect(policy.targetSeconds(priority: "P4")[.firstReply] == 7200)
        #expect(try JSONDecoder().decode(SLAPolicy.self, from: JSONEncoder().encode(policy)) == policy)
        #expect(policy.validate().isEmpty)
    }

    @Test func t1PublishingRefusesWhatIsOutsideTheLimits() {
        var policy = SLAPolicy(targets: [
            .firstReply: SLATarget(seconds: 0), .resolution: SLATarget(seconds: 367 * 86_400),
            .nextReply: SLATarget(seconds: nil, secondsByPriority: ["P/1": -1]),
        ])
        policy.warnPercents = [50, 50, 100]
        policy.pauses = [.firstReply: [.waitingCustomer]]
        policy.repeatEverySeconds = 0
        #expect(
            policy.validate().map(\.pointer) == [
                "/targets/first_reply", "/targets/next_reply/P~11", "/targets/resolution", "/warn/1", "/warn/2",
                "/pause/first_reply", "/repeat/every",
            ]
        )
        #expect(SLAPolicy(targetSeconds: [:]).validate().map(\.code) == [.empty])
    }

    @Test func everyMetricHasAPlaceInTheMachine() {
        for metric in SLAMetric.allCases {
            #expect(SLAMetric(rawValue: metric.rawValue) == metric)
            #expect(metric.canPause || metric.pauseStatusesDefault.isEmpty)
        }
        #expect(Set(SLAMetric.allCases.map(\.family)).count == SLAMetric.Family.allCases.count)
    }
}
