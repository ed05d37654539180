package org.e2e3d.app;

import org.e2e3d.job.JdbcJobStore;
import org.e2e3d.job.JobStore;

/** Opens the job rows that the settings name; also beside a running service. */
final class JobStores {
  private JobStores() {}

  static JobStore open(Settings settings) {
    Settings.Database database = settings.database();
    return database.url().isPresent()
        ? JdbcJobStore.open(database.url().get(), database.user(), database.password())
        : JdbcJobStore.embedded(settings.db().resolve("jobs.db"));
  }
}
