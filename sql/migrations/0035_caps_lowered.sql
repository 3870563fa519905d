-- Caps lowered and set while work runs. What is under way beyond a cap keeps a slot of its own until it ends, so that it is
-- counted: nothing more begins under the cap before as much has ended as is too much.
ALTER TABLE switchyard.job_slot
    ADD COLUMN is_over boolean NOT NULL DEFAULT false,
    DROP CONSTRAINT job_slot_number,
    ADD CONSTRAINT job_slot_number CHECK (number >= 1 AND (is_over OR number <= 100));
GRANT UPDATE (job_id, lease, turns, is_over) ON switchyard.job_slot TO switchyard_api, switchyard_worker;
