package org.e2e3d.app;

/**
 * What one check of the doctor found.
 *
 * @param subject what was checked, a word or two
 * @param good whether it is as it should be
 * @param detail what was found
 * @param cure what to do; empty if good
 */
record Finding(String subject, boolean good, String detail, String cure) {
  static Finding good(String subject, String detail) {
    return new Finding(subject, true, detail, "");
  }

  static Finding bad(String subject, String detail, String cure) {
    return new Finding(subject, false, detail, cure);
  }
}
