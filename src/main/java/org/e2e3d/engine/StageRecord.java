package org.e2e3d.engine;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.e2e3d.engine.stage.ImageEvidence;

/**
 * What is known about a finished stage; sealed into its checkpoint, so that a resumed run reports
 * the same.
 *
 * @param fingerprint of everything that went in
 * @param seconds wall time
 * @param cpuSeconds processor time of the process during the stage
 * @param peakBytes the process's peak resident memory up to the stage's end
 * @param figures what the stage measured
 * @param warnings what it warned of
 * @param evidence what it found out about single images
 */
record StageRecord(
    String fingerprint,
    double seconds,
    double cpuSeconds,
    long peakBytes,
    Map<String, Object> figures,
    List<EngineEvent.Warning> warnings,
    List<ImageEvidence> evidence) {

  StageRecord {
    Objects.requireNonNull(fingerprint, "fingerprint");
    Objects.requireNonNull(figures, "figures");
    Objects.requireNonNull(warnings, "warnings");
    Objects.requireNonNull(evidence, "evidence");
  }
}
