-- An alarm when a subscription is switched off because its receiver is gone or fails: until now only other subscriptions were told.
-- And an index to list a tenant's alarms by, newest first; the table holds those of some hundred days alone, so that both are quick.
ALTER TABLE switchyard.alarm
    DROP CONSTRAINT alarm_kind_known,
    ADD CONSTRAINT alarm_kind_known CHECK (kind IN ('source_silent', 'quota_near', 'quota_reached', 'subscription_off'));
CREATE INDEX alarm_in_order ON switchyard.alarm (tenant_id, raised_at, id);
