-- Jobs and the history of their changes. The same text runs on SQLite and on PostgreSQL:
-- times are milliseconds since 1970 UTC, booleans are 0 or 1, maps and failures are JSON text.
CREATE TABLE job (
  id               VARCHAR(100) NOT NULL PRIMARY KEY,
  version          BIGINT       NOT NULL,
  state            VARCHAR(16)  NOT NULL,
  batch            TEXT         NOT NULL,
  digest           TEXT         NOT NULL,
  source           TEXT         NOT NULL,
  closed_because   TEXT         NOT NULL,
  images           INTEGER      NOT NULL,
  image_bytes      BIGINT       NOT NULL,
  options          TEXT         NOT NULL,
  attempt          INTEGER      NOT NULL,
  due              BIGINT       NOT NULL,
  sent             BIGINT,
  worker           TEXT         NOT NULL,
  heartbeat        BIGINT,
  cancel_requested INTEGER      NOT NULL,
  stage            TEXT         NOT NULL,
  fraction         DOUBLE PRECISION NOT NULL,
  seconds_left     BIGINT       NOT NULL,
  detail           TEXT         NOT NULL,
  created          BIGINT       NOT NULL,
  updated          BIGINT       NOT NULL,
  started          BIGINT,
  finished         BIGINT,
  stage_seconds    TEXT         NOT NULL,
  images_at        TEXT         NOT NULL,
  model_at         TEXT         NOT NULL,
  letter_at        TEXT         NOT NULL,
  failure          TEXT,
  predecessor      TEXT         NOT NULL
);

CREATE INDEX job_by_state ON job (state, due);
CREATE INDEX job_by_created ON job (created);
CREATE INDEX job_by_batch ON job (batch, created);

CREATE TABLE job_change (
  job_id  VARCHAR(100) NOT NULL REFERENCES job (id),
  version BIGINT       NOT NULL,
  state   VARCHAR(16)  NOT NULL,
  attempt INTEGER      NOT NULL,
  worker  TEXT         NOT NULL,
  note    TEXT         NOT NULL,
  at      BIGINT       NOT NULL,
  PRIMARY KEY (job_id, version)
);
