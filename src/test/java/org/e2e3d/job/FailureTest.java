package org.e2e3d.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.e2e3d.engine.EngineOutcome;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.storage.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FailureTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<ImageEvidence> EVIDENCE =
      List.of(new ImageEvidence("a.jpg", "BLURRY", "sharpness 3, at least 12 is needed"));

  @ParameterizedTest
  @EnumSource(FailureCode.class)
  void everyCodeOfTheEngineHasItsFailure(FailureCode code) {
    Failure failure =
        Failures.of(new EngineOutcome.Failed(code, "why", "cure", EVIDENCE), "sparse")
            .orElseThrow();
    assertThat(failure.code().name()).isEqualTo(code.name());
    assertThat(failure.message()).isEqualTo("why");
    assertThat(failure.advice()).isEqualTo("cure");
    assertThat(failure.evidence()).isEqualTo(EVIDENCE);
    assertThat(failure.kind())
        .isEqualTo(
            switch (code) {
              case DISK_FULL, IO_ERROR -> FailureReason.Kind.TRANSIENT;
              case OUT_OF_MEMORY, INTERNAL_ERROR -> FailureReason.Kind.CRASH;
              default -> FailureReason.Kind.PERMANENT;
            });
  }

  @ParameterizedTest
  @EnumSource(EngineOutcome.Crashed.Kind.class)
  void everyWayToDieIsACrash(EngineOutcome.Crashed.Kind kind) {
    Failure failure =
        Failures.of(new EngineOutcome.Crashed(kind, "status 137"), "dense").orElseThrow();
    assertThat(failure).isInstanceOf(Failure.Crash.class);
    assertThat(failure.code().name()).isEqualTo(kind.name());
    assertThat(failure.advice()).isNotBlank();
  }

  @Test
  void aModelIsNoFailureUnlessPartial() {
    Path out = Path.of("out");
    assertThat(Failures.of(new EngineOutcome.Built(out, false, EVIDENCE), "export")).isEmpty();
    Failure partial =
        Failures.of(new EngineOutcome.Built(out, true, EVIDENCE), "export").orElseThrow();
    assertThat(partial).isInstanceOf(Failure.Partial.class);
    assertThat(partial.message()).startsWith("1 image ");
  }

  @ParameterizedTest
  @EnumSource(FailureReason.class)
  void jsonKeepsEverything(FailureReason reason) throws IOException {
    Failure failure = Failure.of(reason, "what", null, "dense", EVIDENCE);
    String text = JSON.writeValueAsString(failure);
    assertThat(JSON.readValue(text, Failure.class)).isEqualTo(failure);
    JsonNode tree = JSON.readTree(text);
    assertThat(tree.get("kind").asText()).isEqualTo(reason.kind().name());
    assertThat(tree.get("code").asText()).isEqualTo(reason.name());
    assertThat(tree.get("advice").asText()).isEqualTo(reason.advice());
    assertThat(tree.at("/evidence/0/problem").asText()).isEqualTo("BLURRY");
    assertThat(tree).hasSize(6);
  }

  @Test
  void exceptionsAreFoundThroughTheirWrappers() {
    assertThat(failure(new IOException("No space left on device")).code())
        .isEqualTo(FailureReason.DISK_FULL);
    assertThat(failure(new UncheckedIOException(new IOException("broken"))).code())
        .isEqualTo(FailureReason.IO_ERROR);
    assertThat(failure(new UncheckedIOException(new IOException("No space left on device"))).code())
        .isEqualTo(FailureReason.DISK_FULL);
    assertThat(
            failure(
                new ReconstructionException(FailureCode.NO_OVERLAP, "apart", "closer", EVIDENCE)))
        .isEqualTo(
            new Failure.Permanent(
                FailureReason.NO_OVERLAP, "apart", "closer", "publish", EVIDENCE));
    assertThat(failure(new IllegalStateException("bug")).code())
        .isEqualTo(FailureReason.INTERNAL_ERROR);
    Failure given = Failure.of(FailureReason.EMPTY_BATCH, "nothing there", "validate");
    assertThat(failure(new JobException(given))).isSameAs(given);
    assertThat(failure(new JobStoreException("database is gone", null)).kind())
        .isEqualTo(FailureReason.Kind.TRANSIENT);
  }

  @ParameterizedTest
  @EnumSource(StorageException.Kind.class)
  void whatTheStoreTakesForPassingIsTriedAgain(StorageException.Kind kind) {
    Failure failure = failure(new StorageException(kind, "cannot"));
    // Rights can be given back, and so can a bucket or object that somebody took away.
    boolean mended =
        kind == StorageException.Kind.DENIED || kind == StorageException.Kind.NOT_FOUND;
    if (kind.isTransient() || mended) {
      assertThat(failure).isInstanceOf(Failure.Transient.class);
    } else {
      assertThat(failure).isNotInstanceOf(Failure.Transient.class);
    }
  }

  private static Failure failure(Exception e) {
    return Failures.of(new RuntimeException("wrapped", e), "publish");
  }
}
