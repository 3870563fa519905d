-- Cases for which no policy is: no clock runs, and somebody has to see them (spec/sla.md P1).
CREATE INDEX ticket_without_policy ON switchyard.ticket (tenant_id, created_at, id) WHERE policy IS NULL;

-- The worker publishes calendars again when a release brings newer rules of the zones (spec/sla.md T7).
GRANT EXECUTE ON FUNCTION switchyard.touch_settings TO switchyard_worker;
