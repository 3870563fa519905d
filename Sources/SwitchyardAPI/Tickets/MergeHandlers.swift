import Foundation
import Switchyard

/// Acts between two cases. The path and the revision name the one that is merged or split.
enum MergeHandlers {
    /// Answers the merged case; a target behind another wall is as unknown as one that never was.
    static func merge(_ call: Call) async throws -> Reply {
        let id = try call.id("ticket")
        let target = try call.body.uuid("into")
        let reason = try call.body.optionalString("reason")
        let key = try await call.idempotencyKey()
        let expected = try call.expectedRevision()
        return Reply(
            try await call.tenant { tx in
                try tx.once(key) {
                    let pair = try CaseFile.openPair(id, target, in: tx)
                    guard var file = pair.first else { throw DomainError.notFound }
                    try file.requireUnmerged()
                    try file.requireRevision(expected)
                    guard var other = pair.second else { throw DomainError.field("/into", .unknown) }
                    try file.merge(into: &other, reason: reason)
                    try file.save()
                    try other.save()
                    return try TicketHandlers.answer(file, status: 200, in: tx)
                }
            }
        )
    }

    /// Answers the new case.
    static func split(_ call: Call) async throws -> Reply {
        let id = try call.id("ticket")
        let messages = try call.body.strings("message_ids").compactMap(UUID.init(uuidString:))
        let subject = try call.body.optionalString("subject")
        let reason = try call.body.optionalString("reason")
        let key = try await call.idempotencyKey()
        let expected = try call.expectedRevision()
        return Reply(
            try await call.tenant { tx in
                try tx.once(key) {
                    var file = try CaseFile.open(id, in: tx)
                    try file.requireUnmerged()
                    try file.requireRevision(expected)
                    var fresh = try file.split(messages, subject: subject, reason: reason)
                    try file.save()
                    try fresh.save()
                    return try TicketHandlers.answer(fresh, status: 201, in: tx)
                }
            }
        )
    }
}
