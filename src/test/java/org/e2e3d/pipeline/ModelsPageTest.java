package org.e2e3d.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.e2e3d.job.Job;
import org.junit.jupiter.api.Test;

final class ModelsPageTest {
  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

  @Test
  void theNewestModelOfEachBatchIsListedUnderTheNameItsPeopleGave() {
    Job old = job("castle", "1", "castle/20260301T000000Z-1/");
    Job fresh = job("castle", "2", "castle/20260304T120000Z-2/");
    Job nasty = job("<script>alert(1)</script> & \"b\"", "3", "batch-script-1/20260304T120000Z-3/");
    Job unfinished = job("tower", "4", "");
    String page = ModelsPage.html(List.of(nasty, unfinished, fresh, old));
    assertThat(page)
        .contains(
            "<a href=\"castle/20260304T120000Z-2/index.html\">",
            "src=\"castle/20260304T120000Z-2/thumbnail.jpg\"",
            "&#60;script&#62;alert(1)&#60;/script&#62; &#38; &#34;b&#34;",
            "7 photographs, 2026-03-04 12:00 UTC")
        .doesNotContain("20260301T000000Z-1", "tower", "<script", "http:");
    assertThat(page.indexOf("batch-script-1")).isLessThan(page.indexOf("castle/"));
    assertThat(ModelsPage.html(List.of(nasty, unfinished, fresh, old))).isEqualTo(page);
  }

  @Test
  void noModelsAreToldAsWell() {
    assertThat(ModelsPage.html(List.of())).contains("There are none yet.").endsWith("</html>\n");
  }

  @Test
  void noBatchCanStandInThePagesPlace() {
    assertThat(SafeName.batch("index.html")).isNotEqualTo(ModelsPage.KEY).startsWith("batch-");
  }

  private static Job job(String batch, String digest, String modelAt) {
    return Job.claim(batch, digest.repeat(64), "folder", "marker", 7, 1, Map.of(), "", NOON)
        .withModelAt(modelAt, NOON);
  }
}
