-- A team serves many clients, and the reference of each case to it locked the one row that all of them share: intakes of different
-- clients waited for one another there, an eighth of what a request cost the server. The row is now the client's own.
CREATE TABLE switchyard.serving_team (
    tenant_id uuid NOT NULL,
    team_id uuid NOT NULL,
    CONSTRAINT serving_team_pkey PRIMARY KEY (tenant_id, team_id),
    CONSTRAINT serving_team_team FOREIGN KEY (team_id) REFERENCES directory.team (id)
);
SELECT migration.make_tenant_table('switchyard.serving_team', '{insert}');

SET LOCAL ROLE switchyard_migrator;
INSERT INTO switchyard.serving_team (tenant_id, team_id)
SELECT tenant_id, team_id FROM directory.desk
UNION SELECT tenant_id, team_id FROM switchyard.ticket WHERE team_id IS NOT NULL
UNION SELECT tenant_id, team_id FROM switchyard.handover_offer WHERE team_id IS NOT NULL
UNION SELECT v.tenant_id, t.id FROM switchyard.setting_version v,
    jsonb_path_query(v.document, '$.rules[*].then.route.team_id') AS named (team)
    JOIN directory.team t ON t.id = (named.team #>> '{}')::uuid WHERE v.kind = 'rules';
ALTER TABLE switchyard.ticket
    DROP CONSTRAINT ticket_team,
    ADD CONSTRAINT ticket_team FOREIGN KEY (tenant_id, team_id) REFERENCES switchyard.serving_team (tenant_id, team_id);
ALTER TABLE switchyard.handover_offer
    DROP CONSTRAINT handover_offer_team,
    ADD CONSTRAINT handover_offer_team FOREIGN KEY (tenant_id, team_id) REFERENCES switchyard.serving_team (tenant_id, team_id);
SET LOCAL ROLE switchyard_owner;

-- Binaries from before name teams without saying that they serve.
UPDATE migration.compatibility SET oldest_binary = greatest(oldest_binary, 5);
