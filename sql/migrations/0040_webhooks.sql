-- Where a client's own systems are told of what happens to its cases, and what became of each delivery. A delivery of an event is
-- one like all others; its attempts are kept beside it, so that whoever receives nothing can see why.
CREATE TABLE switchyard.subscription (
    tenant_id uuid NOT NULL CONSTRAINT subscription_tenant REFERENCES directory.tenant (id),
    id uuid NOT NULL,
    -- URL, description, secrets
    sealed bytea NOT NULL,
    -- names of events, as published
    types text[] NOT NULL,
    -- a removed one is kept until the last of its deliveries is gone
    state text COLLATE "C" NOT NULL CONSTRAINT subscription_state_known CHECK (state IN ('enabled', 'disabled', 'removed')),
    -- why nothing is sent
    reason text COLLATE "C" CONSTRAINT subscription_reason_known CHECK (reason IN ('by_hand', 'gone', 'failing')),
    revision bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT subscription_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT subscription_reason_given CHECK ((state = 'disabled') = (reason IS NOT NULL))
);
SELECT migration.make_tenant_table('switchyard.subscription', '{insert,update,delete}');

ALTER TABLE switchyard.delivery
    -- of an event: to whom, and its name
    ADD COLUMN subscription_id uuid,
    ADD COLUMN event_type text COLLATE "C",
    DROP CONSTRAINT delivery_kind_known,
    ADD CONSTRAINT delivery_kind_known CHECK (kind IN ('reply_mail', 'reply_webhook', 'notice_mail', 'notice_webhook',
        'client_mail', 'digest_mail', 'survey_mail', 'survey_reminder', 'follow_up_mail', 'warning_mail', 'event_webhook')),
    DROP CONSTRAINT delivery_of_one_case,
    -- an event may be about no case: a test, a subscription that was disabled
    ADD CONSTRAINT delivery_of_one_case CHECK (kind = 'event_webhook' OR (ticket_id IS NULL) = (kind = 'digest_mail')),
    ADD CONSTRAINT delivery_of_event CHECK (
        (kind = 'event_webhook') = (subscription_id IS NOT NULL) AND (subscription_id IS NULL) = (event_type IS NULL));
SET LOCAL ROLE switchyard_migrator;
ALTER TABLE switchyard.delivery ADD CONSTRAINT delivery_subscription FOREIGN KEY (tenant_id, subscription_id)
    REFERENCES switchyard.subscription (tenant_id, id);
SET LOCAL ROLE switchyard_owner;
GRANT DELETE ON switchyard.delivery TO switchyard_api, switchyard_worker;
CREATE INDEX delivery_of_subscription ON switchyard.delivery (tenant_id, subscription_id, created_at, id)
    WHERE subscription_id IS NOT NULL;
CREATE INDEX delivery_of_subscription_in_state ON switchyard.delivery (tenant_id, subscription_id, state, created_at, id)
    WHERE subscription_id IS NOT NULL;

CREATE TABLE switchyard.delivery_attempt (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    delivery_id uuid NOT NULL,
    at timestamptz NOT NULL,
    code text COLLATE "C" NOT NULL,
    -- null where there was no answer
    http_status smallint CONSTRAINT delivery_attempt_status_range CHECK (http_status BETWEEN 100 AND 999),
    duration_ms integer NOT NULL CONSTRAINT delivery_attempt_duration CHECK (duration_ms >= 0),
    CONSTRAINT delivery_attempt_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT delivery_attempt_delivery FOREIGN KEY (tenant_id, delivery_id)
        REFERENCES switchyard.delivery (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX delivery_attempt_of_delivery ON switchyard.delivery_attempt (tenant_id, delivery_id, id);
SELECT migration.make_tenant_table('switchyard.delivery_attempt', '{insert}');
