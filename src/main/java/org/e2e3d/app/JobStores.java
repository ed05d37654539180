package org.e2e3d.app;

import java.nio.file.Path;
import org.e2e3d.job.JdbcJobStore;
import org.e2e3d.job.JobStore;

/** The job rows that the settings name. */
final class JobStores {
  private JobStores() {}

  /** Opens them; also beside a running service. */
  static JobStore open(Settings settings) {
    JdbcJobStore jobs = unopened(settings);
    try {
      jobs.prepare();
      return jobs;
    } catch (RuntimeException e) {
      jobs.close();
      throw e;
    }
  }

  /** Asks nothing of the database before it is prepared. */
  static JdbcJobStore unopened(Settings settings) {
    Settings.Database database = settings.database();
    Path file = settings.db().resolve("jobs.db").toAbsolutePath();
    return JdbcJobStore.unopened(
        database.url().orElse("jdbc:sqlite:" + file), database.user(), database.password());
  }
}
