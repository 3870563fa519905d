import Foundation
import Logging
import Postgres
import Switchyard
import SwitchyardWorker
import TestSupport
import Testing

/// The trace of a request on its way through the jobs that it makes.
@Suite(.needsDatabase) struct TraceTests {
    private static let text = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    let lines = LogLines()
    let fixture: WorkerFixture
    let tenant: TenantFixture

    init() throws {
        fixture = try WorkerFixture(log: lines.logger)
        tenant = try fixture.queue.tenant { $0.survey = ["delay_seconds": 3_600] }
    }

    /// One act on a case, traced or not.
    private func act(
        on ticket: UUID,
        trace: TraceParent? = TraceParent(text),
        _ change: (inout CaseFile) throws -> Void
    ) throws {
        let request = RequestContext(actor: tenant.agent().actor, requestID: UUID(), traceParent: trace)
        try tenant.database.withConnection(.api) { connection in
            try TenantTransaction.run(
                tenant: tenant.tenantID,
                request: request,
                deployment: tenant.deployment,
                on: connection
            ) { tx in
                var file = try CaseFile.open(ticket, in: tx)
                try change(&file)
                try file.save()
            }
        }
    }

    private func ticket() throws -> UUID { try tenant.openTicket { $0.email = "ann@example.org" } }

    private func traced(_ kind: JobKind) throws -> Int {
        try fixture.queue.count("switchyard.job WHERE kind = \(kind.rawValue) AND traceparent = \(Self.text)")
    }

    @Test func theWebhookOfATracedAnswerCarriesItsTrace() throws {
        try tenant.transaction(as: tenant.tenantAdmin.actor) { tx in
            _ = try Endpoint.set(.reply, url: "https://nova.example/hook", in: tx)
        }
        let ticket = try tenant.openTicket()
        try act(on: ticket) { _ = try $0.reply("Done.") }
        try act(on: ticket, trace: nil) { _ = try $0.reply("One more thing.") }
        let carrier = RecordingCarrier()
        try fixture.runDry(fixture.jobLane(carrier))
        #expect(carrier.webhooks.map(\.traceParent?.text) == [Self.text, nil])
    }

    @Test func whatATracedJobMakesHasItsTrace() throws {
        let ticket = try ticket()
        try act(on: ticket) { file in
            _ = try file.reply("Done.")
            try file.resolve()
        }
        #expect(try traced(.deliver) == 1)
        #expect(try traced(.inviteSurvey) == 1)
        try fixture.runDry(fixture.jobLane(RecordingCarrier(), claimer: fixture.claimer([.deliver])))
        #expect(try traced(.deliver) == 0)
        fixture.clock.advance(seconds: 3_600)
        try fixture.runDry(fixture.jobLane(RecordingCarrier(), claimer: fixture.claimer([.inviteSurvey])))
        #expect(try traced(.inviteSurvey) == 0)
        #expect(try traced(.deliver) == 1)
    }

    @Test func theLogLineOfAJobNamesItsTrace() throws {
        let ticket = try ticket()
        try act(on: ticket) { _ = try $0.reply("Done.") }
        let lane = try fixture.jobLane(RecordingCarrier(.retry(code: "smtp_451", afterSeconds: nil)))
        try fixture.runDry(lane)
        let line = try #require(lines.all.first { $0.message == "delivery not accepted" })
        #expect(line.metadata["traceparent"] == "\(Self.text)")
        // A try later, and by whichever process, it is the same.
        #expect(try traced(.deliver) == 1)
    }

    @Test func anOrderKeepsTheTraceOfEachOfItsJobs() throws {
        let ticket = try ticket()
        try act(on: ticket) { _ = try $0.reply("One.") }
        try act(on: ticket, trace: nil) { _ = try $0.reply("Two.") }
        let texts = try fixture.queue.text(
            "SELECT string_agg(coalesce(traceparent, '-'), ' ' ORDER BY place) FROM switchyard.job"
        )
        #expect(texts == "\(Self.text) -")
    }
}
