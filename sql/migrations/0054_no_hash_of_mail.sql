-- A keyed hash of each customer's mail address was kept for looking customers up by it, which nothing does: a customer is found by
-- the exchange's id. What nobody asks for is not kept, and each intake leaves out a hash, a column and a page of an index.
ALTER TABLE switchyard.customer DROP COLUMN email_hash;

-- Binaries from before write it.
UPDATE migration.compatibility SET oldest_binary = greatest(oldest_binary, 6);
