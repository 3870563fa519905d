-- Work on its way to another level, team or person: the log says what happened, and one row a case says what still waits for
-- an answer, so that a team finds it. The people of a team that holds no desk of the tenant are asked here.
CREATE TABLE switchyard.handover_offer (
    tenant_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    -- the proposal's place in the case's log
    number integer NOT NULL,
    level smallint NOT NULL CONSTRAINT handover_offer_level_range CHECK (level BETWEEN 1 AND 4),
    team_id uuid CONSTRAINT handover_offer_team REFERENCES directory.team (id),
    person_id uuid CONSTRAINT handover_offer_person REFERENCES directory.person (id),
    expires_at timestamptz NOT NULL,
    CONSTRAINT handover_offer_pkey PRIMARY KEY (tenant_id, ticket_id),
    CONSTRAINT handover_offer_ticket FOREIGN KEY (tenant_id, ticket_id)
        REFERENCES switchyard.ticket (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX handover_offer_next ON switchyard.handover_offer (tenant_id, expires_at, ticket_id);
SELECT migration.make_tenant_table('switchyard.handover_offer', '{insert,delete}');

-- Members of a team who hold a grant here of at least the level, agents before leads, then by id: what desk_people answers
-- for the level's own team.
CREATE FUNCTION switchyard.team_people(wanted uuid, wanted_level smallint, at timestamptz)
RETURNS TABLE (person_id uuid, profile bytea, language text, role text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT p.id, p.profile, p.language, g.role
        FROM directory.team_member m
        JOIN directory.person p ON p.id = m.person_id AND p.status = 'active'
        JOIN LATERAL (SELECT x.role FROM directory.access_grant x
            WHERE x.person_id = p.id AND x.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid
              AND x.level >= wanted_level AND x.role IN ('agent', 'lead')
              AND x.valid_from <= at AND (x.valid_until IS NULL OR x.valid_until > at)
            ORDER BY x.role, x.id LIMIT 1) g ON true
        WHERE m.team_id = wanted AND m.valid_from <= at AND (m.valid_until IS NULL OR m.valid_until > at)
        ORDER BY g.role, p.id LIMIT 100;
END $$;
REVOKE ALL ON FUNCTION switchyard.team_people FROM PUBLIC;
GRANT EXECUTE ON FUNCTION switchyard.team_people TO switchyard_api, switchyard_worker;
