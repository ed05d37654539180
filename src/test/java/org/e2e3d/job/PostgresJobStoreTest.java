package org.e2e3d.job;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.e2e3d.testing.PostgresSchema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The contract on PostgreSQL, where the variable {@code E2E3D_PG_URL} names a database to use. */
@TestInstance(Lifecycle.PER_CLASS)
final class PostgresJobStoreTest extends JobStoreContract {
  private final Optional<PostgresSchema> schema = PostgresSchema.open("e2e3d_contract");

  @Override
  JobStore open() {
    assumeTrue(schema.isPresent(), "E2E3D_PG_URL names no PostgreSQL to test with");
    return JdbcJobStore.open(schema.get().url(), "", "");
  }

  @BeforeEach
  void empty() {
    schema.ifPresent(
        there -> {
          there.empty("job_change");
          there.empty("job");
        });
  }

  @AfterAll
  void drop() {
    schema.ifPresent(PostgresSchema::close);
  }
}
