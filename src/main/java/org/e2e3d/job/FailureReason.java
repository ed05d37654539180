package org.e2e3d.job;

/**
 * Every reason why a job can end without a model, or with a partial one. The names are part of the
 * product's interface (failure.json, status pages, metrics); every code of the engine has its
 * namesake here.
 */
public enum FailureReason {
  // the photographs
  TOO_FEW_IMAGES(
      Kind.PERMANENT, "Take more photographs: at least 3, better 20 or more, from all around."),
  UNREADABLE_IMAGE(
      Kind.PERMANENT, "Replace the files named below; open them in a viewer to check."),
  IMAGE_TOO_LARGE(Kind.PERMANENT, "Scale the images down, or raise the limit in the settings."),
  BLURRY(Kind.PERMANENT, "Hold the camera still, use more light or a shorter exposure."),
  NOT_ENOUGH_TEXTURE(
      Kind.PERMANENT, "Photograph a surface with detail, or put patterned objects into the scene."),
  NO_OVERLAP(
      Kind.PERMANENT,
      "Move in small steps, so that each photograph shows two thirds of the one before."),
  TOO_LITTLE_PARALLAX(
      Kind.PERMANENT, "Walk around the object instead of turning the camera on the spot."),
  NO_SURFACE(Kind.PERMANENT, "Take more photographs with more overlap, in even light."),
  // the batch
  EMPTY_BATCH(
      Kind.PERMANENT,
      "Put photographs (JPEG, PNG, TIFF, BMP, WebP) into the batch and drop it again."),
  BATCH_TOO_LARGE(Kind.PERMANENT, "Split the batch, or raise the limit in the settings."),
  INVALID_MANIFEST(
      Kind.PERMANENT, "Correct batch.json as the message says and drop the batch again."),
  UNSAFE_NAME(Kind.PERMANENT, "Rename the files or folders named below."),
  INVALID_CAMERAS(
      Kind.PERMANENT,
      "Correct the files in the batch's folder cameras, or leave them out to have cameras"
          + " computed."),
  INVALID_OPTIONS(Kind.PERMANENT, "Correct the option and replay the batch."),
  IMAGES_MISSING(
      Kind.PERMANENT, "The images were removed after the batch was taken; drop them again."),
  NOT_ENOUGH_MEMORY(
      Kind.PERMANENT,
      "Give the engine more memory in the settings, or replay with --preset low or a smaller"
          + " --max-image-size."),
  NOT_ENOUGH_TIME(
      Kind.PERMANENT,
      "Raise the time limit in the settings, or replay with --preset low or a smaller"
          + " --max-image-size."),
  CANCELLED(Kind.PERMANENT, "Replay the batch to run it after all."),
  // the surroundings
  STORE_UNREACHABLE(
      Kind.TRANSIENT,
      "Check that the object store runs and can be reached, then replay the batch."),
  STORE_DENIED(
      Kind.TRANSIENT, "Check the store's credentials and their rights, then replay the batch."),
  STORE_FULL(Kind.TRANSIENT, "Make room in the object store, then replay the batch."),
  DATABASE_UNREACHABLE(
      Kind.TRANSIENT,
      "Check that the job database runs and can be reached, then replay the batch."),
  NOT_PUBLIC(
      Kind.TRANSIENT,
      "Check the policy of the models bucket (doctor shows it), then replay the batch."),
  DISK_FULL(Kind.TRANSIENT, "Make room on the disk of the data folder, then replay the batch."),
  IO_ERROR(
      Kind.TRANSIENT,
      "Check the disk and the file permissions of the data folder, then replay the batch."),
  // the engine
  ENGINE_CRASHED(
      Kind.CRASH, "Look at the log beside this letter; try the preset low; report the defect."),
  OUT_OF_MEMORY(Kind.CRASH, "Give the engine more memory in the settings, or try the preset low."),
  TIMEOUT(Kind.CRASH, "Raise the time limit in the settings, or try the preset low."),
  WORKER_LOST(Kind.CRASH, "The service was stopped while it worked; replay the batch."),
  INTERNAL_ERROR(Kind.CRASH, "Look at the log beside this letter and report the defect."),
  // a model, but not of everything
  PARTIAL_MODEL(Kind.PARTIAL, "Take more photographs that connect the missing ones with the rest.");

  /** What happens next. */
  public enum Kind {
    /** Trying again cannot help: dead letter at once. */
    PERMANENT,
    /** The surroundings failed: try again later, with growing pauses. */
    TRANSIENT,
    /** The engine or its worker died: a few more attempts from the last checkpoint. */
    CRASH,
    /** There is a model: publish it, marked partial. */
    PARTIAL
  }

  private final Kind kind;
  private final String advice;

  FailureReason(Kind kind, String advice) {
    this.kind = kind;
    this.advice = advice;
  }

  public Kind kind() {
    return kind;
  }

  /** What a person can do, where nothing better is known. */
  public String advice() {
    return advice;
  }
}
