-- What comes after a question to a customer: one reminder, and a person who looks into a bad score in time. A follow-up is
-- a task of a supervisor with a due time of its own, not a clock of the case.
ALTER TABLE switchyard.survey_invitation ADD COLUMN reminded_at timestamptz;
GRANT UPDATE (reminded_at) ON switchyard.survey_invitation TO switchyard_api, switchyard_worker;

ALTER TABLE switchyard.delivery DROP CONSTRAINT delivery_kind_known;
ALTER TABLE switchyard.delivery ADD CONSTRAINT delivery_kind_known CHECK (kind IN ('reply_mail', 'reply_webhook', 'notice_mail',
    'notice_webhook', 'survey_mail', 'survey_reminder', 'follow_up_mail', 'warning_mail'));

-- One per invitation, however often its answer is changed (spec/surveys-reports.md V10).
CREATE TABLE switchyard.survey_follow_up (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    invitation_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    score smallint NOT NULL CONSTRAINT survey_follow_up_score_range CHECK (score BETWEEN 1 AND 5),
    -- nobody served the tenant as a supervisor when it was opened
    supervisor_id uuid,
    proposes_complaint boolean NOT NULL,
    opened_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    overdue_told_at timestamptz,
    done_at timestamptz,
    done_by uuid,
    CONSTRAINT survey_follow_up_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT survey_follow_up_once_an_invitation UNIQUE (tenant_id, invitation_id),
    CONSTRAINT survey_follow_up_done_by_somebody CHECK ((done_at IS NULL) = (done_by IS NULL)),
    CONSTRAINT survey_follow_up_invitation FOREIGN KEY (tenant_id, invitation_id)
        REFERENCES switchyard.survey_invitation (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT survey_follow_up_ticket FOREIGN KEY (tenant_id, ticket_id)
        REFERENCES switchyard.ticket (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX survey_follow_up_due ON switchyard.survey_follow_up (tenant_id, due_at, id);
CREATE INDEX survey_follow_up_open ON switchyard.survey_follow_up (tenant_id, due_at, id) WHERE done_at IS NULL;
SELECT migration.make_tenant_table('switchyard.survey_follow_up', '{insert,update}');
