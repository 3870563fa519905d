import Switchyard
import Synchronization
import Testing

/// Sends nothing: remembers what it was given and answers from a list, the last answer over and over.
final class RecordingCarrier: Carrier {
    private struct State {
        var sent: [Outbound] = []
        var answers: [SendOutcome]
    }

    private let state: Mutex<State>

    init(_ answers: SendOutcome...) {
        state = Mutex(State(answers: answers.isEmpty ? [.accepted(reference: nil)] : answers))
    }

    func send(_ outbound: Outbound) -> SendOutcome {
        check(outbound)
        return state.withLock { state in
            state.sent.append(outbound)
            return state.answers.count > 1 ? state.answers.removeFirst() : state.answers[0]
        }
    }

    /// Every event and every message to an endpoint that any test sends is what the OpenAPI document says of it.
    private func check(_ outbound: Outbound) {
        guard case .webhook(let webhook) = outbound, let body = try? JSONParser.parse(webhook.body),
            let type = (try? body.optionalString("type")).flatMap(\.self)
        else { return }
        let envelope = WebhookEvent(rawValue: type)?.envelope ?? EndpointMessage(rawValue: type)?.envelope
        let faults = envelope?.validate(body) ?? [FieldError("/type", .unknown)]
        #expect(faults.isEmpty, "\(type)")
    }

    var sent: [Outbound] { state.withLock { $0.sent } }

    var mails: [MailMessage] {
        sent.compactMap { outbound in
            guard case .mail(let mail) = outbound else { return nil }
            return mail
        }
    }

    var webhooks: [WebhookMessage] {
        sent.compactMap { outbound in
            guard case .webhook(let webhook) = outbound else { return nil }
            return webhook
        }
    }
}
