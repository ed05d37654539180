package org.e2e3d.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.e2e3d.job.Job;
import org.e2e3d.job.JobState;
import org.e2e3d.storage.ObjectInfo;
import org.e2e3d.storage.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes versions of a model that an attempt uploaded, in part or whole, and no row ever named.
 */
final class Versions {
  private static final Logger LOG = LoggerFactory.getLogger(Versions.class);

  private static final Pattern NUMBER = Pattern.compile("[0-9]+/");

  private final ObjectStore store;
  private final Buckets buckets;

  Versions(ObjectStore store, Buckets buckets) {
    this.store = store;
    this.buckets = buckets;
  }

  /**
   * Removes those of a job. Its own, if it has one, stays. A job that is being published by a
   * worker that is alive is left alone: only a row that names its model, or that has ended, tells
   * which version is the right one.
   */
  void sweep(Job job) {
    if (!job.published() && job.state() != JobState.FAILED) {
      return;
    }
    List<String> abandoned = new ArrayList<>();
    String start = PublishModel.versions(job);
    for (ObjectInfo object : store.all(buckets.models(), start)) {
      // a replay made within the same second begins alike, and goes on with "r2"
      boolean ofThisJob = NUMBER.matcher(object.key().substring(start.length())).lookingAt();
      if (ofThisJob && !(job.published() && object.key().startsWith(job.modelAt()))) {
        abandoned.add(object.key());
      }
    }
    if (!abandoned.isEmpty()) {
      store.delete(buckets.models(), abandoned);
      LOG.info("{} files of versions that were never announced are removed", abandoned.size());
    }
  }
}
