package org.e2e3d.engine.stage;

import java.util.Locale;

/** The numbered stages of a reconstruction, in order. */
public enum StageName {
  INGEST,
  FEATURES,
  MATCHING,
  SPARSE,
  DENSE,
  SURFACE,
  TEXTURE,
  EXPORT;

  /** The name used for folders, events and logs: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** 1 for the first stage. */
  public int number() {
    return ordinal() + 1;
  }
}
