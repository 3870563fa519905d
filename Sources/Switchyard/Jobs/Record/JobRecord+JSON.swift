import BusinessTime
import Foundation

extension JobRecord {
    /// As the API and `switchyardctl jobs` show it.
    package var json: JSON {
        [
            "id": id.json, "kind": .string(kind), "state": .string(state.rawValue), "subject_id": subjectID.json,
            "attempts": attempts.json, "run_at": (runAt?.iso8601).json, "deadline_at": (deadlineAt?.iso8601).json,
            "word": word.json, "ordering_key": orderingKey.json,
            "failures": .array(failures.map { ["at": .string($0.at.iso8601), "code": .string($0.code)] }),
            "created_at": .string(createdAt.iso8601), "finished_at": (finishedAt?.iso8601).json,
        ]
    }
}

extension JobTally {
    package var json: JSON {
        [
            "tenant_id": tenantID.json, "kind": .string(kind), "ready": ready.json, "waiting": waiting.json,
            "blocked": blocked.json,
            "running": running.json, "dead": dead.json, "oldest_ready": (oldestReady?.iso8601).json,
        ]
    }
}
