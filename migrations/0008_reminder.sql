-- What has been said about a clock: that it comes near its due day (near), that it has run out (late). The row is
-- written in the act that leaves the word, so that what was said is known from here and never from how long ago
-- anybody looked. A due day that moves is another row, and another word. told: how many people it reached; 0 where
-- there was nobody to tell, because the clock binds somebody outside or is over as soon as it begins.
CREATE TABLE reminder (
  case_id  BIGINT NOT NULL REFERENCES case_file (id),
  branch   {{text}} NOT NULL,
  clock    {{text}} NOT NULL,
  kind     {{text}} NOT NULL,
  due_on   {{text}} NOT NULL,
  sent_at  BIGINT NOT NULL,
  told     BIGINT NOT NULL,
  PRIMARY KEY (case_id, branch, clock, kind, due_on)
);

-- Clocks about which there may be something to say: few among many.
CREATE INDEX clock_reading_lit ON clock_reading (case_id) WHERE light IN ('yellow', 'red');
