package org.e2e3d.faults;

import java.util.Map;
import java.util.TreeMap;

/**
 * What was dropped: the truth that an audit compares with.
 *
 * @param inbox "folder" or "bucket"
 * @param files content by name, without the marker
 * @param blurry true if the engine will refuse it
 */
record Batch(String name, String inbox, Map<String, byte[]> files, boolean blurry) {
  Batch {
    files = new TreeMap<>(files);
  }
}
