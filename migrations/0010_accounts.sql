-- Applicants' accounts: a way to find one's own cases again. Nothing about a person but the name that they log in
-- with; the recovery code is known by its digest alone. An account that is closed leaves no row.
CREATE TABLE account (
  id               {{id}},
  login            {{text}} NOT NULL UNIQUE,
  password_hash    {{text}} NOT NULL,
  recovery_digest  {{text}} NOT NULL,
  made_at          BIGINT NOT NULL
);

-- Which cases an account found its way to. own: it was filed from this account, not brought by number and query
-- code. seen_at: when the account looked at it last.
CREATE TABLE account_case (
  account_id  BIGINT NOT NULL REFERENCES account (id),
  case_id     BIGINT NOT NULL REFERENCES case_file (id),
  own         BIGINT NOT NULL,
  added_at    BIGINT NOT NULL,
  seen_at     BIGINT NOT NULL,
  PRIMARY KEY (account_id, case_id)
);

-- A session is a colleague's or an account's, never both.
ALTER TABLE session ADD COLUMN account_id BIGINT REFERENCES account (id);
CREATE INDEX session_account ON session (account_id) WHERE account_id IS NOT NULL;
