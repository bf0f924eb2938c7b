-- Of which feed an answer was: what one host says of its file says nothing about another's, nor about
-- the same file read in another form or by a newer version.

ALTER TABLE label_check ADD COLUMN feed_digest TEXT;
