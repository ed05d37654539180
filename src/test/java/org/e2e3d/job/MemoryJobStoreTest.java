package org.e2e3d.job;

/** The contract on the port in memory, which the model of the pipeline runs on. */
final class MemoryJobStoreTest extends JobStoreContract {
  private final MemoryJobStore rows = new MemoryJobStore();

  @Override
  JobStore open() {
    return rows;
  }
}
