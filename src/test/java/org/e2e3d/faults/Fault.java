package org.e2e3d.faults;

/** What goes wrong. */
enum Fault {
  SERVICE_KILLED,
  BOTH_SERVICES_KILLED,
  ENGINE_KILLED,
  BROKER_KILLED,
  STORE_KILLED,
  /** All of them, and the services come up before what they need. */
  EVERYTHING_KILLED,
  SERVICE_STOPPED,
  SERVICE_FROZEN,
  STORE_REFUSES,
  STORE_ANSWERS_503,
  STORE_DENIES,
  STORE_IS_SLOW,
  STORE_CUTS_CONNECTIONS,
  /** PostgreSQL: every session is ended by the server; SQLite: somebody holds the write lock. */
  DATABASE_INTERRUPTED,
  DISK_FULL,
  /** Files of the inbox can neither be removed nor renamed, not even by root. */
  INBOX_READ_ONLY,
  /** The clock of one service, or of all, is an hour ahead for a while. */
  CLOCK_AHEAD,
  /** The clock of one service, or of all, is an hour late for a while. */
  CLOCK_LATE,
  SPOILED_CHECKPOINT,
  DAMAGED_ROW,
  MESSAGES_TWICE,
  MESSAGE_FOR_NO_JOB
}
