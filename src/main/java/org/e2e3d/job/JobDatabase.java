package org.e2e3d.job;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Connects to the job database and brings its tables to this version. Which one it is follows from
 * the JDBC address: SQLite (a file, embedded) or PostgreSQL.
 */
final class JobDatabase {
  private static final String SQLITE = "jdbc:sqlite:";
  private static final String POSTGRESQL = "jdbc:postgresql:";

  private JobDatabase() {}

  /**
   * @param url JDBC address
   * @param user empty for none
   * @throws JobStoreException if the database cannot be reached or its tables cannot be made
   */
  static HikariDataSource open(String url, String user, String password) {
    HikariDataSource source = pool(url, user, password);
    try {
      migrate(source);
      return source;
    } catch (JobStoreException e) {
      source.close();
      throw e;
    }
  }

  /** Connections, of which none is made before it is needed. */
  static HikariDataSource pool(String url, String user, String password) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("jobs");
    config.setJdbcUrl(url);
    config.setConnectionTimeout(15_000);
    config.setInitializationFailTimeout(-1);
    if (!user.isEmpty()) {
      config.setUsername(user);
      config.setPassword(password);
    }
    if (url.startsWith(SQLITE)) {
      sqlite(config, url.substring(SQLITE.length()));
    } else if (url.startsWith(POSTGRESQL)) {
      postgresql(config);
    } else {
      throw new JobStoreException(
          "unknown job database " + url + ": use " + SQLITE + "FILE or " + POSTGRESQL + "//…",
          null);
    }
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new JobStoreException("cannot open the job database " + url + ": " + e.getMessage(), e);
    }
  }

  /** Makes the tables, or brings them to this version. */
  static void migrate(HikariDataSource source) {
    try {
      Flyway.configure()
          .dataSource(source)
          .locations("classpath:db/migration")
          .table("job_schema_history")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new JobStoreException(
          "cannot bring the job database "
              + source.getJdbcUrl()
              + " to this version: "
              + e.getMessage(),
          e);
    }
  }

  /**
   * Every commit is on disk before it is reported (synchronous=FULL); readers do not wait for the
   * writer (WAL); a writer waits for another instead of failing, and takes its lock at the
   * beginning of the transaction so that it cannot be refused in the middle.
   */
  private static void sqlite(HikariConfig config, String file) {
    int query = file.indexOf('?');
    Path path = Path.of(query < 0 ? file : file.substring(0, query)).toAbsolutePath();
    try {
      Files.createDirectories(path.getParent());
    } catch (IOException e) {
      throw new JobStoreException("cannot make the folder of the job database " + path, e);
    }
    config.setMaximumPoolSize(4);
    config.addDataSourceProperty("journal_mode", "WAL");
    config.addDataSourceProperty("synchronous", "FULL");
    config.addDataSourceProperty("busy_timeout", "15000");
    config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
    config.addDataSourceProperty("foreign_keys", "true");
  }

  private static void postgresql(HikariConfig config) {
    config.setMaximumPoolSize(8);
    config.addDataSourceProperty("connectTimeout", "10");
    config.addDataSourceProperty("socketTimeout", "60");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("ApplicationName", "e2e3d");
  }
}
