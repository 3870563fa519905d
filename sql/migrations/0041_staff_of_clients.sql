-- A client's administrators take on their own people. What they call somebody stays with the grant: the person may be known
-- here already, under another name and to other clients, and nobody learns of that.
ALTER TABLE directory.access_grant ADD COLUMN staff_profile bytea;
