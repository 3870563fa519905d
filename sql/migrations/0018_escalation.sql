-- The ladder beyond L4: whom to tell at the client, and an alarm that stands where nobody came. Who was told of which step
-- of a case, one row for each telling, and the digests that gather what is too much at once or too late (spec/queue.md
-- rule 12). A digest is a delivery of no single case.
CREATE TABLE switchyard.client_contact (
    tenant_id uuid NOT NULL CONSTRAINT client_contact_tenant REFERENCES directory.tenant (id),
    purpose text COLLATE "C" NOT NULL CONSTRAINT client_contact_purpose_known CHECK (purpose IN ('escalation', 'security')),
    id uuid NOT NULL,
    -- name, address, language
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT client_contact_pkey PRIMARY KEY (tenant_id, purpose),
    CONSTRAINT client_contact_id_taken UNIQUE (tenant_id, id)
);
SELECT migration.make_tenant_table('switchyard.client_contact', '{insert,delete}');

-- Since when: the ladder of a clock that still runs has ended without anybody (spec/sla.md E3).
ALTER TABLE switchyard.ticket ADD COLUMN standing_since timestamptz;
GRANT UPDATE (standing_since) ON switchyard.ticket TO switchyard_api, switchyard_worker;
CREATE INDEX ticket_standing ON switchyard.ticket (tenant_id, created_at, id) WHERE standing_since IS NOT NULL;

ALTER TABLE switchyard.delivery
    ALTER COLUMN ticket_id DROP NOT NULL,
    DROP CONSTRAINT delivery_kind_known,
    ADD CONSTRAINT delivery_kind_known CHECK (kind IN ('reply_mail', 'reply_webhook', 'notice_mail', 'notice_webhook',
        'client_mail', 'digest_mail', 'survey_mail', 'survey_reminder', 'follow_up_mail', 'warning_mail')),
    ADD CONSTRAINT delivery_of_one_case CHECK ((ticket_id IS NULL) = (kind = 'digest_mail'));

CREATE TABLE switchyard.digest (
    tenant_id uuid NOT NULL,
    -- the delivery's as well
    id uuid NOT NULL,
    -- a person's id, or what a contact of the client is for
    recipient text COLLATE "C" NOT NULL,
    opened_at timestamptz NOT NULL,
    closes_at timestamptz NOT NULL,
    closed_at timestamptz,
    CONSTRAINT digest_pkey PRIMARY KEY (tenant_id, id),
    -- Looked at when both are there: a digest is only sent if nobody else opened one first.
    CONSTRAINT digest_delivery FOREIGN KEY (tenant_id, id) REFERENCES switchyard.delivery (tenant_id, id)
        ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
-- Whoever adds to it holds a share of its lock, and whoever closes it waits for them.
CREATE UNIQUE INDEX digest_one_open ON switchyard.digest (tenant_id, recipient) WHERE closed_at IS NULL;
SELECT migration.make_tenant_table('switchyard.digest', '{insert,update}');

CREATE TABLE switchyard.notice (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    recipient text COLLATE "C" NOT NULL,
    metric text COLLATE "C" NOT NULL,
    step text COLLATE "C" NOT NULL,
    level smallint NOT NULL,
    at timestamptz NOT NULL,
    due_at timestamptz,
    -- by itself or in a digest
    delivery_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT notice_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT notice_ticket FOREIGN KEY (tenant_id, ticket_id) REFERENCES switchyard.ticket (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT notice_delivery FOREIGN KEY (tenant_id, delivery_id) REFERENCES switchyard.delivery (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX notice_of_ticket ON switchyard.notice (tenant_id, ticket_id, created_at, id);
CREATE INDEX notice_of_delivery ON switchyard.notice (tenant_id, delivery_id, ticket_id, at);
CREATE INDEX notice_recent ON switchyard.notice (tenant_id, recipient, created_at);
SELECT migration.make_tenant_table('switchyard.notice', '{insert,update}');
