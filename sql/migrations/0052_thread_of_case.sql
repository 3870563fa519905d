-- A conversation of the exchange goes on in one case at a time, so its id is a column of that case. A table of their own cost each
-- intake a row, a reference to check and two indexes; late messages follow `merged_into` anyway, and now these do.
ALTER TABLE switchyard.ticket ADD COLUMN thread text COLLATE "C";
ALTER TABLE switchyard.ticket ALTER COLUMN thread SET STATISTICS 10;
GRANT UPDATE (thread) ON switchyard.ticket TO switchyard_api, switchyard_worker;

-- Merges moved threads along. A case keeps the first of its own; each of the others goes to a case that goes on in it.
SET LOCAL ROLE switchyard_migrator;
WITH RECURSIVE family AS (
    SELECT k.tenant_id, k.id AS survivor, k.id, 0 AS hops FROM switchyard.ticket k
    WHERE EXISTS (SELECT FROM switchyard.thread h WHERE h.tenant_id = k.tenant_id AND h.ticket_id = k.id)
    UNION ALL
    SELECT k.tenant_id, f.survivor, k.id, f.hops + 1 FROM switchyard.ticket k
    JOIN family f ON k.tenant_id = f.tenant_id AND k.merged_into = f.id WHERE f.hops < 100),
seats AS (
    SELECT tenant_id, survivor, id, row_number() OVER (PARTITION BY tenant_id, survivor ORDER BY hops, id) AS place FROM family),
keys AS (
    SELECT tenant_id, ticket_id, key, row_number() OVER (PARTITION BY tenant_id, ticket_id ORDER BY key) AS place
    FROM switchyard.thread)
UPDATE switchyard.ticket k SET thread = h.key
FROM keys h JOIN seats s ON s.tenant_id = h.tenant_id AND s.survivor = h.ticket_id AND s.place = h.place
WHERE k.tenant_id = s.tenant_id AND k.id = s.id;
DO $$
BEGIN
    IF (SELECT count(*) FROM switchyard.thread) <> (SELECT count(thread) FROM switchyard.ticket) THEN
        RAISE EXCEPTION 'a thread has found no case';
    END IF;
END $$;
SET LOCAL ROLE switchyard_owner;

ALTER TABLE switchyard.ticket ADD CONSTRAINT ticket_thread_taken UNIQUE (tenant_id, thread);
DROP TABLE switchyard.thread;
DELETE FROM migration.table_family WHERE table_name = 'switchyard.thread';

-- Binaries from before look for threads in the table that is gone.
UPDATE migration.compatibility SET oldest_binary = greatest(oldest_binary, 6);
