package org.e2e3d.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.e2e3d.engine.EngineEvent;
import org.e2e3d.engine.EngineOutcome;
import org.e2e3d.engine.stage.CostEstimate;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.StageName;
import org.junit.jupiter.api.Test;

final class EventLinesTest {
  private static final List<ImageEvidence> EVIDENCE =
      List.of(new ImageEvidence("a b/ü\"\n.jpg", "BLURRY", "sharpness 3 of 100"));

  @Test
  void everyEventComesBackFromItsLine() {
    List<EngineEvent> events =
        List.of(
            new EngineEvent.Progress(StageName.DENSE, 0.25, 0.5, 61, "view 3 of 12"),
            new EngineEvent.Progress(StageName.INGEST, 0, 0, -1, ""),
            new EngineEvent.StageDone(StageName.SPARSE, 12.5, 20.25, true),
            new EngineEvent.Estimate(StageName.DENSE, new CostEstimate(90.5, 170, 1L << 31, 4096)),
            new EngineEvent.Warning("REPEATED_TEXTURE", "two\nlines"),
            new EngineEvent.ImageNote(EVIDENCE.get(0)));
    for (EngineEvent event : events) {
      String line = EventLines.write(event);
      assertThat(line).doesNotContain("\n");
      assertThat(EventLines.readEvent(line)).contains(event);
      assertThat(EventLines.readOutcome(line)).isEmpty();
    }
  }

  @Test
  void everyOutcomeComesBackFromItsLine() {
    List<EngineOutcome> outcomes =
        List.of(
            new EngineOutcome.Built(Path.of("/tmp/out"), true, EVIDENCE),
            new EngineOutcome.Failed(FailureCode.NO_OVERLAP, "why", "what to do", EVIDENCE));
    for (EngineOutcome outcome : outcomes) {
      assertThat(EventLines.readOutcome(EventLines.write(outcome))).contains(outcome);
    }
  }

  @Test
  void anUnknownFailureCodeIsADefectOfTheEngine() {
    assertThat(EventLines.readOutcome("{\"event\":\"failed\",\"code\":\"NEWER_THAN_US\"}"))
        .contains(new EngineOutcome.Failed(FailureCode.INTERNAL_ERROR, "", "", List.of()));
  }

  @Test
  void figuresOutOfRangeAreClamped() {
    assertThat(
            EventLines.readEvent(
                "{\"event\":\"progress\",\"stage\":\"dense\",\"fraction\":7,\"stageFraction\":\"NaN\",\"secondsLeft\":-9}"))
        .contains(new EngineEvent.Progress(StageName.DENSE, 0, 1, -1, ""));
  }

  @Property(tries = 500)
  void rubbishIsNoEvent(@ForAll String rubbish) {
    assertThat(EventLines.readEvent("x" + rubbish)).isEmpty();
    assertThat(EventLines.readEvent("{" + rubbish)).isEmpty();
    assertThat(EventLines.readOutcome("{" + rubbish)).isEmpty();
  }
}
