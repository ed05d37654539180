package org.e2e3d.ops;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether a part that the service needs answers. */
public final class PartHealth extends AbstractHealthCheck {
  private final Probe probe;

  /** Asks a part. */
  public interface Probe {
    /**
     * @return a few words for the details
     * @throws Exception if the part does not answer
     */
    String ask() throws Exception;
  }

  /**
   * @param part the part's name: store, database, broker, disk
   */
  public PartHealth(String part, Probe probe) {
    super("e2e3d", part);
    this.probe = probe;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
    try {
      result.detail("says", probe.ask());
      result.up();
    } catch (Exception e) { // whatever is wrong with a part is what health is asked for
      result.message(String.valueOf(e.getMessage()));
      result.down();
    }
  }
}
