import Foundation
import Switchyard
import TestTools
import Testing

@testable import SwitchyardChannels

struct MailFolderCarrierTests {
    private let ground: TemporaryFolder
    private var folder: String { ground.path }
    private let carrier: ChannelCarrier

    init() throws {
        ground = try TemporaryFolder()
        var settings = ChannelSettings()
        settings.mailFolder = ground.path
        carrier = try ChannelCarrier(settings: settings)
    }

    @Test func `a resend is one file, complete and private`() throws {
        let message = MailSamples.mail()
        #expect(carrier.send(.mail(message)) == .accepted(reference: "0190-abc@desk.test.eml"))
        #expect(carrier.send(.mail(message)) == .accepted(reference: "0190-abc@desk.test.eml"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["0190-abc@desk.test.eml"])
        let path = folder + "/0190-abc@desk.test.eml"
        #expect(try [UInt8](Data(contentsOf: URL(fileURLWithPath: path))) == MailForm.bytes(message))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test(arguments: [
        "../../etc/passwd@x", "/abs@x", ".hidden@x", "a/b@x", "a_b@x", "a%00b@x", String(repeating: "l", count: 600),
    ])
    func `a hostile identifier stays inside the folder`(identifier: String) throws {
        let outcome = carrier.send(.mail(MailSamples.mail(messageID: identifier)))
        guard case .accepted(let reference, _) = outcome else {
            Issue.record("not accepted: \(outcome)")
            return
        }
        let name = try #require(reference)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [name])
        #expect(name.utf8.count <= 255)
    }

    @Test func `identifiers that differ only in replaced characters are two files`() {
        let names = ["a/b@x", "a_b@x", "a:b@x"].map(MailFolderCarrier.fileName)
        #expect(Set(names).count == 3)
    }

    @Test func `a missing folder lets the mail wait`() throws {
        var settings = ChannelSettings()
        settings.mailFolder = folder + "/absent"
        let outcome = try ChannelCarrier(settings: settings).send(.mail(MailSamples.mail()))
        #expect(outcome == .retry(code: "folder_failed", afterSeconds: nil))
    }

    @Test func `one message from many threads ends as one file`() throws {
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            #expect(carrier.send(.mail(MailSamples.mail())) == .accepted(reference: "0190-abc@desk.test.eml"))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
    }
}
