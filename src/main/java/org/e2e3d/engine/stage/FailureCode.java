package org.e2e3d.engine.stage;

/** Why a reconstruction can end without a model. The names are part of the product's interface. */
public enum FailureCode {
  /** Fewer usable images than a reconstruction needs. */
  TOO_FEW_IMAGES,
  /** No image could be decoded, or too few of them. */
  UNREADABLE_IMAGE,
  /** An image or the batch is larger than the options allow. */
  IMAGE_TOO_LARGE,
  /** Images are too blurry to find features in. */
  BLURRY,
  /** Images are sharp but show too little texture. */
  NOT_ENOUGH_TEXTURE,
  /** The images do not overlap, or show different things. */
  NO_OVERLAP,
  /** The camera only turned, or moved too little, so depth cannot be told. */
  TOO_LITTLE_PARALLAX,
  /** Cameras were found but no surface could be computed. */
  NO_SURFACE,
  /** The given cameras cannot be read, or are not of these photographs. */
  INVALID_CAMERAS,
  /** An option has a value out of its range. */
  INVALID_OPTIONS,
  /** The disk is full. */
  DISK_FULL,
  /** A file could not be read or written. */
  IO_ERROR,
  /** The memory bound is too small for this job. */
  OUT_OF_MEMORY,
  /** The job was cancelled. */
  CANCELLED,
  /** A defect of the engine. */
  INTERNAL_ERROR
}
