-- What a client may use, as the firm set it, and what it has used. Counted from what is written anyway: messages by their ids, which
-- are in the order of time, and mails by when they were accepted. Neither intake nor the sending of mails changes a row for it.
CREATE TABLE switchyard.quota (
    tenant_id uuid NOT NULL CONSTRAINT quota_pkey PRIMARY KEY
        CONSTRAINT quota_tenant REFERENCES directory.tenant (id),
    -- requests of a day, mails to customers of a day, bytes in all; null is without limit
    intake_max bigint CONSTRAINT quota_intake_range CHECK (intake_max >= 1),
    mail_max bigint CONSTRAINT quota_mail_range CHECK (mail_max >= 1),
    storage_max bigint CONSTRAINT quota_storage_range CHECK (storage_max >= 1),
    -- what is beyond it is refused, or waits
    intake_is_hard boolean NOT NULL,
    mail_is_hard boolean NOT NULL,
    -- requests are refused until then: a hard limit is reached
    intake_closed_until timestamptz,
    revision bigint NOT NULL
);
SELECT migration.make_tenant_table('switchyard.quota', '{insert,update}');

CREATE TABLE switchyard.usage_mark (
    tenant_id uuid NOT NULL CONSTRAINT usage_mark_pkey PRIMARY KEY
        CONSTRAINT usage_mark_tenant REFERENCES directory.tenant (id),
    -- the last message that is counted, and until when all are
    message_id uuid NOT NULL,
    counted_until timestamptz NOT NULL,
    storage_bytes bigint NOT NULL
);
SELECT migration.make_tenant_table('switchyard.usage_mark', '{insert,update}');

CREATE TABLE switchyard.usage_day (
    tenant_id uuid NOT NULL CONSTRAINT usage_day_tenant REFERENCES directory.tenant (id),
    business_date date NOT NULL,
    intake bigint NOT NULL,
    CONSTRAINT usage_day_pkey PRIMARY KEY (tenant_id, business_date)
);
SELECT migration.make_tenant_table('switchyard.usage_day', '{insert,update}');

CREATE INDEX delivery_accepted ON switchyard.delivery (tenant_id, concluded_at) INCLUDE (kind) WHERE state = 'accepted';

ALTER TABLE switchyard.alarm
    DROP CONSTRAINT alarm_kind_known,
    ADD CONSTRAINT alarm_kind_known CHECK (kind IN ('source_silent', 'quota_near', 'quota_reached'));
