-- Calendars and policies as lines of immutable versions (spec/sla.md C1, C2): named lines, never backdated, compiled with a
-- known release of the zones' rules. A sweep carries a published version to the clocks that are running.
ALTER TABLE switchyard.setting_version
    ADD COLUMN line text COLLATE "C" NOT NULL DEFAULT 'default',
    -- what the zones' rules were when the version was checked (T7); calendars only
    ADD COLUMN zone_data text COLLATE "C",
    ADD CONSTRAINT setting_version_line_form CHECK (line ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
    ADD CONSTRAINT setting_version_not_backdated CHECK (effective_from >= published_at),
    ADD CONSTRAINT setting_version_id_taken UNIQUE (tenant_id, id),
    DROP CONSTRAINT setting_version_pkey,
    ADD CONSTRAINT setting_version_pkey PRIMARY KEY (tenant_id, kind, line, version);

-- How far a published version has come: cases in the order of their ids, a batch a transaction. Nothing waits for a case that
-- somebody holds: it is remembered and passed over. `settle` looks once more at what was changed around the publication.
CREATE TABLE switchyard.clock_sweep (
    tenant_id uuid NOT NULL,
    -- the version, `setting_version.id`
    id uuid NOT NULL,
    phase text COLLATE "C" NOT NULL CONSTRAINT clock_sweep_phase_known CHECK (phase IN ('walk', 'settle', 'done')),
    seen_until uuid NOT NULL,
    passed_over uuid[] NOT NULL,
    cases_seen bigint NOT NULL,
    cases_moved bigint NOT NULL,
    -- cases whose log could not be read
    cases_failed bigint NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    CONSTRAINT clock_sweep_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT clock_sweep_end CHECK ((phase = 'done') = (finished_at IS NOT NULL)),
    CONSTRAINT clock_sweep_version FOREIGN KEY (tenant_id, id) REFERENCES switchyard.setting_version (tenant_id, id)
);
SELECT migration.make_tenant_table('switchyard.clock_sweep', '{insert,update}');

-- The cases whose clocks may run, and those resolved since an instant: what a sweep walks.
CREATE INDEX ticket_open ON switchyard.ticket (tenant_id, id) WHERE resolved_at IS NULL;
CREATE INDEX ticket_resolved ON switchyard.ticket (tenant_id, resolved_at) WHERE resolved_at IS NOT NULL;
