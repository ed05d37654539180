package org.e2e3d.pipeline;

import org.e2e3d.job.Job;

/**
 * Where things are in the store: one folder a job.
 *
 * <pre>
 * archive/BATCH/JOB/claim.json, images/…          images of published models
 * dead-letter/BATCH/JOB/failure.json, engine.log, claim.json, images/…
 * models/BATCH/VERSION/…, models/BATCH/latest.json, models/reconstructed_mesh.obj, models/index.html
 * </pre>
 *
 * @param inbox the watched bucket
 */
public record Buckets(String inbox, String models, String archive, String deadLetter) {

  static String folder(Job job) {
    return folder(job.batch(), job.id());
  }

  static String folder(String batch, String job) {
    return SafeName.batch(batch) + "/" + job + "/";
  }

  /** A job's images within its folder in the archive or dead-letter bucket. */
  static String images(Job job) {
    return folder(job) + "images/";
  }

  static String place(String bucket, String prefix) {
    return "s3://" + bucket + "/" + prefix;
  }

  String archivePlace(Job job) {
    return place(archive, images(job));
  }

  String letterPlace(Job job) {
    return place(deadLetter, images(job));
  }
}
