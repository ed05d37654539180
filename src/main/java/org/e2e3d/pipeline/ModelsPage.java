package org.e2e3d.pipeline;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.job.JobStore;
import org.e2e3d.storage.ObjectInfo;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.PutOptions;

/**
 * {@code models/index.html}: the newest model of each batch with its picture, newest first. It is
 * made from the rows alone, so it costs no listing, and making it again gives the same page; after
 * writing the rows are looked at again, so two workers at once end up right.
 */
final class ModelsPage {
  static final String KEY = "index.html";

  private static final String DIGEST = "digest";
  private static final int MOST = 500;
  private static final int TRIES = 5;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private static final String HEAD =
      """
      <!doctype html>
      <html lang=en><head><meta charset=utf-8>
      <meta name=viewport content="width=device-width,initial-scale=1">
      <meta http-equiv=Content-Security-Policy content="default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
      <title>Models</title><link rel=icon href="data:,">
      <style>
      :root { color-scheme: light dark; }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 0 auto; padding: 0 1rem 3rem; }
      h1 { font-size: 1.4rem; }
      ul { list-style: none; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }
      a { color: inherit; text-decoration: none; display: block; border: 1px solid #8884; border-radius: 6px; overflow: hidden; }
      img { display: block; width: 100%; aspect-ratio: 4 / 3; object-fit: cover; background: #8882; }
      b, small { display: block; padding: 0 .75rem; overflow-wrap: anywhere; }
      b { padding-top: .5rem; }
      small { padding-bottom: .6rem; opacity: .75; }
      </style></head><body><h1>Models</h1>
      """;

  private final ObjectStore store;
  private final String bucket;
  private final JobStore jobs;

  ModelsPage(ObjectStore store, String bucket, JobStore jobs) {
    this.store = store;
    this.bucket = bucket;
    this.jobs = jobs;
  }

  /** Writes the page, unless it stands already. */
  void put() {
    for (int i = 0; i < TRIES; i++) {
      byte[] page =
          html(jobs.recent(Set.of(JobState.PUBLISHING, JobState.COMPLETED), MOST, 0))
              .getBytes(StandardCharsets.UTF_8);
      String digest = HexFormat.of().formatHex(BatchDigest.sha256().digest(page));
      Optional<ObjectInfo> there = store.stat(bucket, KEY);
      if (there.isPresent() && digest.equals(there.get().metadata().get(DIGEST))) {
        return;
      }
      store.put(
          bucket,
          KEY,
          page,
          PutOptions.forName(KEY).publicly().withMetadata(Map.of(DIGEST, digest)));
    }
  }

  /**
   * The page.
   *
   * @param newestFirst jobs; those without a model are passed over
   */
  static String html(List<Job> newestFirst) {
    Map<String, Job> ofBatch = new LinkedHashMap<>();
    for (Job job : newestFirst) {
      if (!job.modelAt().isEmpty()) {
        ofBatch.putIfAbsent(job.batch(), job);
      }
    }
    StringBuilder page = new StringBuilder(HEAD);
    page.append(ofBatch.isEmpty() ? "<p>There are none yet.</p>\n" : "<ul>\n");
    for (Job job : ofBatch.values()) {
      String at = escape(job.modelAt());
      page.append("<li><a href=\"").append(at).append("index.html\">");
      page.append("<img loading=lazy alt=\"\" src=\"").append(at).append("thumbnail.jpg\">");
      page.append("<b>").append(escape(job.batch())).append("</b><small>");
      page.append(job.images()).append(" photographs, ").append(DAY.format(job.created()));
      page.append(job.partial() ? ", partial" : "").append("</small></a></li>\n");
    }
    return page.append(ofBatch.isEmpty() ? "" : "</ul>\n").append("</body></html>\n").toString();
  }

  private static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("&<>\"'".indexOf(c) >= 0) {
        safe.append("&#").append((int) c).append(';');
      } else {
        safe.append(Character.isISOControl(c) ? '\uFFFD' : c);
      }
    }
    return safe.toString();
  }
}
