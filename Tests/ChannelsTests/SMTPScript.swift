import Synchronization

/// A relay that follows a script: for each step a reply, silence or a cut connection.
final class SMTPScript: Sendable {
    enum Step: Hashable, CaseIterable {
        case greeting, hello, mail, recipient, data, dot, quit
    }

    enum Action: Sendable {
        case reply(String)
        case silence
        case cut
    }

    private static let usual: [Step: Action] = [
        .greeting: .reply("220 relay.test ready"), .hello: .reply("250-relay.test\r\n250 SIZE 30000000"),
        .mail: .reply("250 ok"), .recipient: .reply("250 ok"), .data: .reply("354 go on"),
        .dot: .reply("250 2.0.0 queued as ABC123"), .quit: .reply("221 bye"),
    ]

    private let actions: [Step: Action]
    private let received = Mutex(Received())

    struct Received: Sendable {
        var commands: [String] = []
        /// Of each mail, dots unstuffed, without the final dot.
        var mails: [String] = []
    }

    var seen: Received { received.withLock { $0 } }

    init(_ changes: [Step: Action] = [:]) {
        actions = Self.usual.merging(changes) { $1 }
    }

    func run(_ connection: LoopbackConnection) {
        guard take(.greeting, connection) else { return }
        while let line = connection.readLine() {
            received.withLock { $0.commands.append(line) }
            guard let step = step(line) else {
                connection.write("502 not here\r\n")
                continue
            }
            guard take(step, connection) else { return }
            if step == .quit { return }
            guard step == .data, case .reply(let text) = actions[.data], text.hasPrefix("354") else { continue }
            guard readMail(connection), take(.dot, connection) else { return }
        }
    }

    private func step(_ line: String) -> Step? {
        switch line.prefix(4).uppercased() {
        case "EHLO", "HELO": .hello
        case "MAIL": .mail
        case "RCPT": .recipient
        case "DATA": .data
        case "QUIT": .quit
        default: nil
        }
    }

    private func readMail(_ connection: LoopbackConnection) -> Bool {
        var mail = ""
        while let line = connection.readLine() {
            if line == "." {
                received.withLock { $0.mails.append(mail) }
                return true
            }
            mail += (line.hasPrefix(".") ? String(line.dropFirst()) : line) + "\r\n"
        }
        return false
    }

    /// False when the connection is over.
    private func take(_ step: Step, _ connection: LoopbackConnection) -> Bool {
        switch actions[step] {
        case .reply(let text):
            connection.write(text + "\r\n")
            return true
        case .silence:
            connection.waitForClose()
            return false
        case .cut, nil:
            return false
        }
    }
}
