-- The work list: open cases by the instant at which the next promise to their customer is due. A case without a running clock
-- comes a hundred years behind, by age.
ALTER TABLE switchyard.ticket ADD COLUMN urgent_at timestamptz;
GRANT UPDATE (urgent_at) ON switchyard.ticket TO switchyard_api, switchyard_worker;

SET LOCAL ROLE switchyard_migrator;
UPDATE switchyard.ticket k SET urgent_at = coalesce(
    (SELECT min(c.due_at) FROM switchyard.sla_cycle c
        WHERE c.tenant_id = k.tenant_id AND c.ticket_id = k.id AND c.state = 'running'),
    k.created_at + interval '3155760000 seconds');
SET LOCAL ROLE switchyard_owner;

ALTER TABLE switchyard.ticket ALTER COLUMN urgent_at SET NOT NULL;
CREATE INDEX ticket_urgent ON switchyard.ticket (tenant_id, urgent_at, id) WHERE resolved_at IS NULL;

-- Who is at the desk and how much they carry. Whoever was not heard of for a while is gone, whatever the row says.
CREATE TABLE directory.presence (
    person_id uuid NOT NULL,
    state text COLLATE "C" NOT NULL
        CONSTRAINT presence_state_known CHECK (state IN ('available', 'busy', 'away')),
    -- the sum of the weights of the cases in hand that is enough
    capacity smallint NOT NULL CONSTRAINT presence_capacity_range CHECK (capacity BETWEEN 1 AND 1000),
    seen_at timestamptz NOT NULL,
    -- one question for the next case at a time; until then it holds
    asking_until timestamptz,
    CONSTRAINT presence_pkey PRIMARY KEY (person_id),
    CONSTRAINT presence_person FOREIGN KEY (person_id) REFERENCES directory.person (id)
);
SELECT migration.make_directory_table('directory.presence');
GRANT SELECT, INSERT, UPDATE ON directory.presence TO switchyard_api;
