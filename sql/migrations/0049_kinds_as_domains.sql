-- What a value may be is said by its type on the tables that every request writes. The server reads a table's CHECK from its
-- text again in each statement and keeps a domain's: ten of them were a tenth of what taking in a request cost it.
CREATE DOMAIN switchyard.support_level AS smallint CONSTRAINT ticket_level_range CHECK (VALUE BETWEEN 0 AND 4);
CREATE DOMAIN switchyard.case_priority AS smallint CONSTRAINT ticket_priority_range CHECK (VALUE BETWEEN 1 AND 4);
CREATE DOMAIN switchyard.case_status AS text COLLATE "C" CONSTRAINT ticket_status_known
    CHECK (VALUE IN ('new', 'open', 'waiting_customer', 'waiting_third_party', 'waiting_client', 'resolved', 'closed'));
CREATE DOMAIN switchyard.message_direction AS text COLLATE "C" CONSTRAINT message_direction_known
    CHECK (VALUE IN ('in', 'out', 'note'));
CREATE DOMAIN switchyard.message_author AS text COLLATE "C" CONSTRAINT message_author_known
    CHECK (VALUE IN ('customer', 'person', 'client', 'system'));
CREATE DOMAIN switchyard.event_actor AS text COLLATE "C" CONSTRAINT event_actor_known
    CHECK (VALUE IN ('operator_admin', 'tenant_admin', 'agent', 'intake', 'source', 'customer', 'worker', 'import'));
CREATE DOMAIN switchyard.cycle_state AS text COLLATE "C" CONSTRAINT sla_cycle_state_known
    CHECK (VALUE IN ('running', 'paused', 'fulfilled', 'cancelled', 'unschedulable'));
CREATE DOMAIN switchyard.cycle_verdict AS text COLLATE "C" CONSTRAINT sla_cycle_verdict_known CHECK (VALUE IN ('met', 'missed'));
CREATE DOMAIN switchyard.cycle_target_seconds AS bigint CONSTRAINT sla_cycle_target_range CHECK (VALUE BETWEEN 1 AND 315360000);

ALTER TABLE switchyard.ticket
    DROP CONSTRAINT ticket_level_range,
    DROP CONSTRAINT ticket_priority_range,
    DROP CONSTRAINT ticket_status_known,
    ALTER COLUMN level TYPE switchyard.support_level,
    ALTER COLUMN priority TYPE switchyard.case_priority,
    ALTER COLUMN status TYPE switchyard.case_status;
ALTER TABLE switchyard.message
    DROP CONSTRAINT message_direction_known,
    DROP CONSTRAINT message_author_known,
    ALTER COLUMN direction TYPE switchyard.message_direction,
    ALTER COLUMN author_kind TYPE switchyard.message_author;
ALTER TABLE switchyard.event
    DROP CONSTRAINT event_actor_known,
    ALTER COLUMN actor_kind TYPE switchyard.event_actor;
ALTER TABLE switchyard.sla_cycle
    DROP CONSTRAINT sla_cycle_state_known,
    DROP CONSTRAINT sla_cycle_verdict_known,
    DROP CONSTRAINT sla_cycle_target_range,
    ALTER COLUMN state TYPE switchyard.cycle_state,
    ALTER COLUMN verdict TYPE switchyard.cycle_verdict,
    ALTER COLUMN target_seconds TYPE switchyard.cycle_target_seconds;
