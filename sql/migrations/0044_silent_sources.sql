-- When a source was last heard, and after how long without a request an alarm is raised. The time is derived from the receipts that
-- intake writes anyway, a minute at a time, so that no request waits for a row that all of its source's requests would change.
ALTER TABLE directory.source ADD COLUMN silent_after_minutes integer
    CONSTRAINT source_silence_range CHECK (silent_after_minutes BETWEEN 5 AND 43200);
GRANT UPDATE (name, silent_after_minutes, revision) ON directory.source TO switchyard_api;

CREATE TABLE switchyard.source_heard (
    tenant_id uuid NOT NULL CONSTRAINT source_heard_tenant REFERENCES directory.tenant (id),
    source_id uuid NOT NULL,
    last_accepted_at timestamptz NOT NULL,
    CONSTRAINT source_heard_pkey PRIMARY KEY (tenant_id, source_id)
);
SELECT migration.make_tenant_table('switchyard.source_heard', '{insert,update}');

-- How far the receipts of a tenant have been looked through.
CREATE TABLE switchyard.source_watch (
    tenant_id uuid NOT NULL CONSTRAINT source_watch_pkey PRIMARY KEY
        CONSTRAINT source_watch_tenant REFERENCES directory.tenant (id),
    heard_until timestamptz NOT NULL
);
SELECT migration.make_tenant_table('switchyard.source_watch', '{insert,update}');

-- What somebody has to look at and is no case's: raised once, told to people, ended when it is over.
CREATE TABLE switchyard.alarm (
    tenant_id uuid NOT NULL CONSTRAINT alarm_tenant REFERENCES directory.tenant (id),
    id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL CONSTRAINT alarm_kind_known CHECK (kind IN ('source_silent')),
    -- which one of its kind: a source's id
    subject text COLLATE "C" NOT NULL,
    -- from when on it has been so
    since timestamptz NOT NULL,
    raised_at timestamptz NOT NULL,
    ended_at timestamptz,
    CONSTRAINT alarm_pkey PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX alarm_one_open ON switchyard.alarm (tenant_id, kind, subject) WHERE ended_at IS NULL;
CREATE INDEX alarm_over ON switchyard.alarm (tenant_id, ended_at) WHERE ended_at IS NOT NULL;
SELECT migration.make_tenant_table('switchyard.alarm', '{insert,update,delete}');

ALTER TABLE switchyard.delivery
    DROP CONSTRAINT delivery_kind_known,
    ADD CONSTRAINT delivery_kind_known CHECK (kind IN ('reply_mail', 'reply_webhook', 'notice_mail', 'notice_webhook',
        'client_mail', 'digest_mail', 'survey_mail', 'survey_reminder', 'follow_up_mail', 'warning_mail', 'event_webhook',
        'alarm_mail', 'alarm_webhook')),
    DROP CONSTRAINT delivery_of_one_case,
    ADD CONSTRAINT delivery_of_one_case CHECK (kind = 'event_webhook'
        OR (ticket_id IS NULL) = (kind IN ('digest_mail', 'alarm_mail', 'alarm_webhook')));
