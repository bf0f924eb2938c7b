-- What was answered to each published sign, payee by payee. Rows are only added: another answer is
-- another row. What somebody wrote beside one stands apart and can be erased.

CREATE TABLE red_flag_answer (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  answer_id TEXT NOT NULL UNIQUE,
  payee_id TEXT NOT NULL,
  flag_id TEXT NOT NULL,
  answer TEXT NOT NULL,
  answered_at TEXT NOT NULL,
  answered_by TEXT NOT NULL
) STRICT;

CREATE INDEX red_flag_answer_by_payee ON red_flag_answer (payee_id, flag_id, sequence);

CREATE TABLE red_flag_note (
  answer_id TEXT PRIMARY KEY REFERENCES red_flag_answer (answer_id),
  note TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER red_flag_answer_is_immutable BEFORE UPDATE ON red_flag_answer
BEGIN SELECT RAISE(ABORT, 'an answer never changes; give another'); END;
CREATE TRIGGER red_flag_answer_is_kept BEFORE DELETE ON red_flag_answer
BEGIN SELECT RAISE(ABORT, 'an answer is never deleted; give another'); END;
CREATE TRIGGER red_flag_note_is_immutable BEFORE UPDATE ON red_flag_note
BEGIN SELECT RAISE(ABORT, 'the note of an answer can be erased, never changed'); END;
