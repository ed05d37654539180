package org.e2e3d.job;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * The contract on PostgreSQL, where the variable {@code E2E3D_PG_URL} names a database to use, such
 * as {@code jdbc:postgresql://localhost/test?user=me&password=secret}. It works in a schema of its
 * own, dropped at the end.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class PostgresJobStoreTest extends JobStoreContract {
  private static final String SCHEMA = "e2e3d_contract_" + ProcessHandle.current().pid();
  private final String url = System.getenv("E2E3D_PG_URL");

  @Override
  JobStore open() {
    assumeTrue(url != null, "E2E3D_PG_URL names no PostgreSQL to test with");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
    } catch (SQLException e) {
      throw new IllegalStateException("E2E3D_PG_URL cannot be used", e);
    }
    return JdbcJobStore.open(
        url + (url.contains("?") ? "&" : "?") + "currentSchema=" + SCHEMA, "", "");
  }

  @BeforeEach
  void empty() throws SQLException {
    sql("DELETE FROM " + SCHEMA + ".job_change");
    sql("DELETE FROM " + SCHEMA + ".job");
  }

  @AfterAll
  void drop() throws SQLException {
    if (url != null) {
      sql("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
    }
  }

  private void sql(String text) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}
