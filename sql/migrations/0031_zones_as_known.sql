-- A calendar's zone as it was known when a version was published (spec/sla.md T7): newer zone data moves nothing that is past.
ALTER TABLE switchyard.setting_version
    -- a UTC second and the seconds east of UTC from then on, by turns; at last the second where it ends
    ADD COLUMN zone_offsets bigint[]
        CONSTRAINT setting_version_zone_offsets_form CHECK (zone_offsets IS NULL OR zone_data IS NOT NULL
            AND cardinality(zone_offsets) BETWEEN 3 AND 1001 AND cardinality(zone_offsets) % 2 = 1);
