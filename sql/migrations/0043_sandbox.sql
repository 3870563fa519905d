-- A tenant to try things in: it works as all others do, and nothing of it leaves the house. Nobody may update the column, so that a
-- sandbox stays one and a client that is live cannot be silenced.
ALTER TABLE directory.tenant ADD COLUMN sandbox boolean NOT NULL DEFAULT false;

-- A delivery of a sandbox ends with a word of its own: neither accepted nor refused by anybody.
ALTER TABLE switchyard.delivery
    DROP CONSTRAINT delivery_state_known,
    ADD CONSTRAINT delivery_state_known CHECK (state IN ('pending', 'accepted', 'rejected', 'unknown', 'sandbox'));
