package org.e2e3d.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * A schema of its own in the PostgreSQL database that the variable {@code E2E3D_PG_URL} names, such
 * as {@code jdbc:postgresql://localhost/test?user=me&password=secret}; dropped at the end.
 */
public final class PostgresSchema implements AutoCloseable {
  private final String database;
  private final String name;

  private PostgresSchema(String database, String name) {
    this.database = database;
    this.name = name;
    sql("CREATE SCHEMA IF NOT EXISTS " + name);
  }

  /** Empty if the variable names none. */
  public static Optional<PostgresSchema> open(String name) {
    return Optional.ofNullable(System.getenv("E2E3D_PG_URL"))
        .map(url -> new PostgresSchema(url, name + "_" + ProcessHandle.current().pid()));
  }

  /** Address of the database, in which this schema is the current one. */
  public String url() {
    return database + (database.contains("?") ? "&" : "?") + "currentSchema=" + name;
  }

  /** Empties a table. */
  public void empty(String table) {
    sql("DELETE FROM " + name + "." + table);
  }

  private void sql(String text) {
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    } catch (SQLException e) {
      throw new IllegalStateException("E2E3D_PG_URL cannot be used: " + text, e);
    }
  }

  @Override
  public void close() {
    sql("DROP SCHEMA IF EXISTS " + name + " CASCADE");
  }
}
