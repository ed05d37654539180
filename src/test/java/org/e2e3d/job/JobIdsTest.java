package org.e2e3d.job;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class JobIdsTest {
  @Property
  void anyBatchNameGivesASafeId(@ForAll String batch, @ForAll String digest) {
    String id = JobIds.of(batch, digest);
    assertThat(id).matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?").hasSizeBetween(16, 60);
    assertThat(JobIds.of(batch, digest)).isEqualTo(id);
  }

  @Property
  void otherContentGivesAnotherId(@ForAll String batch, @ForAll String a, @ForAll String b) {
    assertThat(JobIds.of(batch, a).equals(JobIds.of(batch, b))).isEqualTo(a.equals(b));
  }

  @Example
  void namesStayReadable() {
    assertThat(JobIds.of("Château d'Été 2", "x")).startsWith("chateau-d-ete-2-");
    assertThat(JobIds.replay("castle-0123")).isEqualTo("castle-0123-r2");
    assertThat(JobIds.replay("castle-0123-r2")).isEqualTo("castle-0123-r3");
    assertThat(JobIds.replay("castle-0123-r9")).isEqualTo("castle-0123-r10");
  }
}
