package org.e2e3d.job;

import java.sql.SQLException;

/** The job database cannot be reached or failed. Worth trying again later. */
public final class JobStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JobStoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * True if nothing answered, or a server that is starting, stopping or full: it may come by
   * itself. A wrong password or a database that is not there does not. By SQLSTATE: classes 08
   * (connection) and 53 (resources), 57P01 to 57P03 (the server stops or starts).
   */
  public boolean isAway() {
    for (Throwable t = getCause(); t != null; t = t.getCause()) {
      if (t instanceof SQLException e && e.getSQLState() != null) {
        String state = e.getSQLState();
        return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P0");
      }
    }
    return false;
  }
}
