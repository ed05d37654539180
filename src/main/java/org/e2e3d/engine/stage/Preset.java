package org.e2e3d.engine.stage;

/** How much time a reconstruction may take for how much detail. */
public enum Preset {
  /** A preview, in about a tenth of the time of {@link #MEDIUM}. */
  LOW,
  /** The default. */
  MEDIUM,
  /** Full-size images. */
  HIGH
}
