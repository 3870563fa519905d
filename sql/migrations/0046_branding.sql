-- How a client shows itself in mails and on pages: one more part of its set-up that is published in versions. The table grows
-- by a row a publication, so that its new check is through at once.
ALTER TABLE switchyard.setting_version DROP CONSTRAINT setting_version_kind_known;
ALTER TABLE switchyard.setting_version ADD CONSTRAINT setting_version_kind_known
    CHECK (kind IN ('calendar', 'policy', 'rules', 'survey', 'branding'));
