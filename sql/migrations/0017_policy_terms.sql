-- Policies in order, and the terms that a clock is under (spec/sla.md C2, C3, P1): a version of the policies says whether
-- running clocks follow it, a clock knows its policy and its calendar, a case the policy under which its next clocks begin.
ALTER TABLE switchyard.setting_version
    ADD COLUMN applies text COLLATE "C",
    ADD CONSTRAINT setting_version_applies_known CHECK (applies IN ('new_cycles_only', 'running')),
    ADD CONSTRAINT setting_version_applies_policies CHECK (applies IS NULL OR kind = 'policy');

-- What was there is one policy for every case, on one calendar. `calendar` is `night`, or `day@1748854800000000,night` for a
-- clock that moved from one to the other at an instant in microseconds.
ALTER TABLE switchyard.sla_cycle
    ADD COLUMN policy_version integer NOT NULL DEFAULT 0,
    ADD COLUMN policy text COLLATE "C" DEFAULT 'default',
    ADD COLUMN calendar text COLLATE "C" NOT NULL DEFAULT 'default';
GRANT UPDATE (policy_version, policy, calendar) ON switchyard.sla_cycle TO switchyard_api, switchyard_worker;

-- Null: no policy is for the case, no clock begins.
ALTER TABLE switchyard.ticket ADD COLUMN policy text COLLATE "C" DEFAULT 'default';
GRANT UPDATE (policy) ON switchyard.ticket TO switchyard_api, switchyard_worker;

SET LOCAL ROLE switchyard_migrator;
UPDATE switchyard.sla_cycle c SET policy_version = k.policy_version FROM switchyard.ticket k
WHERE k.tenant_id = c.tenant_id AND k.id = c.ticket_id AND k.policy_version <> 0;
UPDATE switchyard.ticket SET policy = NULL WHERE policy_version = 0;
SET LOCAL ROLE switchyard_owner;
