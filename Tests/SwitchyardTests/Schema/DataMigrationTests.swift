import Foundation
import Postgres
import TestSupport
import TestTools
import Testing

@testable import Switchyard

/// What was stored before a migration is there after it in the new form: cycles that were numbered have the name of the entry
/// that started them, and their spans and steps follow; a message has its text and its search tokens in its own row; a case has
/// its thread, and threads that came to it by merges are with the cases that were merged.
@Suite(.needsDatabase) struct DataMigrationTests {
    /// The folder as it was before one of them.
    private func migrations(before version: Int) throws -> TemporaryFolder {
        let files = FileManager.default
        let folder = try TemporaryFolder()
        let source = TestCluster.sqlDirectory + "/migrations/"
        for name in try files.contentsOfDirectory(atPath: source).sorted().prefix(version - 1) {
            try files.copyItem(atPath: source + name, toPath: folder.url.appending(path: name).path)
        }
        return folder
    }

    private func migrate(_ admin: Connection, _ directory: String) throws {
        try admin.script("SET ROLE switchyard_owner; SET row_security = off; SET check_function_bodies = off")
        _ = try Migrator(connection: admin, directory: directory).migrate()
        try admin.script("RESET check_function_bodies; RESET row_security; RESET ROLE")
    }

    /// Rows of the time before the migrations that move them.
    private static let stages: [(version: Int, rows: String)] = [(7, rowsOfCycles), (52, rowsOfThreads)]

    /// Two cases that went on in the first, one by way of the other, and the threads of all three.
    private static let rowsOfThreads = """
        INSERT INTO switchyard.ticket (tenant_id, id, merged_into, reference, customer_id, subject, channel, language, tier,
            category, priority, status, level, policy_version, event_count, revision, occurred_at, created_at, updated_at,
            urgent_at)
            SELECT tenant_id, merged::uuid, into_id::uuid, merged, customer_id, subject, channel, language, tier, category,
                priority, 'closed', level, policy_version, event_count, revision, occurred_at, created_at, updated_at, urgent_at
            FROM switchyard.ticket, (VALUES
                ('00000000-0000-0000-0000-000000000005', '00000000-0000-0000-0000-000000000003'),
                ('00000000-0000-0000-0000-000000000006', '00000000-0000-0000-0000-000000000005')) m (merged, into_id);
        INSERT INTO switchyard.thread (tenant_id, key, ticket_id)
            SELECT '00000000-0000-0000-0000-000000000001', key, '00000000-0000-0000-0000-000000000003'
            FROM (VALUES ('b'), ('c'), ('a')) t (key);
        """

    /// Opened at 9:00, answered at 9:30, another message at 10:00 that waits.
    private static let rowsOfCycles = """
        INSERT INTO directory.tenant (id, slug, name, zone, language, status, created_at)
            VALUES ('00000000-0000-0000-0000-000000000001', 'one', 'One', 'UTC', 'en', 'active', now());
        INSERT INTO switchyard.customer (tenant_id, id, external_hash, profile, tier, created_at, updated_at)
            VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002', '', '', '', now(), now());
        INSERT INTO switchyard.ticket (tenant_id, id, reference, customer_id, subject, channel, language, tier, category,
            priority, status, level, policy_version, event_count, revision, occurred_at, created_at, updated_at)
            VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000003', 'R',
            '00000000-0000-0000-0000-000000000002', '', 'api', 'en', '', 'general', 3, 'open', 1, 1, 3, 1, now(), now(), now());
        INSERT INTO switchyard.event (tenant_id, ticket_id, case_seq, id, kind, schema_version, occurred_at, recorded_at,
            actor_kind, body)
            SELECT '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000003', seq, gen_random_uuid(), kind,
                1, at::timestamptz, at::timestamptz, 'agent', ''
            FROM (VALUES (1, 'opened', '2025-06-02T09:00Z'), (2, 'replied', '2025-06-02T09:30Z'),
                (12, 'customer_message', '2025-06-02T10:00Z')) e (seq, kind, at);
        INSERT INTO switchyard.sla_cycle (tenant_id, ticket_id, metric, ordinal, state, target_seconds, target_revision,
            start_at, elapsed_microseconds)
            SELECT '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000003', metric, 1, 'running', 60, 0,
                at::timestamptz, 0
            FROM (VALUES ('first_reply', '2025-06-02T09:00Z'), ('periodic_update', '2025-06-02T09:30Z'),
                ('next_reply', '2025-06-02T10:00Z'), ('agent_work', '2025-06-02T08:00Z')) c (metric, at);
        INSERT INTO switchyard.sla_span (tenant_id, ticket_id, metric, ordinal, from_at, to_at, kind)
            SELECT tenant_id, ticket_id, metric, ordinal, start_at, start_at + interval '1 minute', 'running'
            FROM switchyard.sla_cycle;
        INSERT INTO switchyard.sla_step (tenant_id, ticket_id, metric, ordinal, step, target_revision, scheduled_at, taken_at,
            level_before, level_after)
            SELECT tenant_id, ticket_id, metric, number, 'breach', 0, now(), now(), 1, 2
            FROM switchyard.sla_cycle, (VALUES (1), (2)) n (number) WHERE metric = 'next_reply';
        INSERT INTO switchyard.message (tenant_id, id, ticket_id, direction, author_kind, language, secrets_removed, occurred_at,
            recorded_at)
            VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000004',
            '00000000-0000-0000-0000-000000000003', 'in', 'customer', 'en', 0, now(), now());
        INSERT INTO switchyard.message_body (tenant_id, message_id, body)
            VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000004', 'sealed');
        INSERT INTO switchyard.message_search (tenant_id, message_id, ticket_id, tokens)
            VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000004',
            '00000000-0000-0000-0000-000000000003', 'refund:1');
        """

    @Test func earlierRowsAreFoundInTheirNewForm() throws {
        let admin = try TestCluster.connect(database: TestDatabase.createEmpty())
        defer { admin.close() }
        let found = try TestCluster.withRolesLocked {
            try admin.script(String(contentsOfFile: TestCluster.sqlDirectory + "/roles.sql", encoding: .utf8))
            try admin.script(SchemaSetup.schemaOfMigrations)
            for (version, rows) in DataMigrationTests.stages {
                let earlier = try migrations(before: version)
                try withExtendedLifetime(earlier) { try migrate(admin, earlier.path) }
                try admin.script(rows)
            }
            try migrate(admin, TestCluster.sqlDirectory + "/migrations")
            return try admin.query(
                """
                SELECT 'cycle ' || metric || ' ' || cycle_key FROM switchyard.sla_cycle
                UNION ALL SELECT 'span ' || metric || ' ' || cycle_key FROM switchyard.sla_span
                UNION ALL SELECT 'step ' || metric || ' ' || cycle_key FROM switchyard.sla_step
                UNION ALL SELECT 'message ' || encode(body, 'escape') || ' ' || tokens FROM switchyard.message
                UNION ALL SELECT 'thread ' || thread || ' ' || right(id::text, 1) FROM switchyard.ticket ORDER BY 1
                """
            ).map { try $0.column(0, as: String.self) }
        }
        #expect(
            found == [
                "cycle agent_work cycle 1", "cycle first_reply 000000001", "cycle next_reply 000000012",
                "cycle periodic_update 000000002", "message sealed 'refund':1", "span agent_work cycle 1",
                "span first_reply 000000001",
                "span next_reply 000000012", "span periodic_update 000000002", "step next_reply 000000012",
                "step next_reply cycle 2", "thread a 3", "thread b 5", "thread c 6",
            ]
        )
    }
}
