package org.e2e3d.pipeline;

/**
 * A running 128-bit digest of what was seen, for telling states of the model apart (two mixes of
 * splitmix64; the chance that any two of a million states collide is below 1e-26).
 */
record Digest128(long a, long b) {
  static final Digest128 EMPTY = new Digest128(0x9E3779B97F4A7C15L, 0xD1B54A32D192ED03L);

  Digest128 with(Object value) {
    String text = String.valueOf(value);
    long x = a;
    long y = b;
    for (int i = 0; i < text.length(); i++) {
      x = mix(x ^ text.charAt(i));
      y = mix(y + text.charAt(i) * 0xBF58476D1CE4E5B9L);
    }
    return new Digest128(mix(x + text.length()), mix(y ^ text.length()));
  }

  private static long mix(long z) {
    long m = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    m = (m ^ (m >>> 27)) * 0x94D049BB133111EBL;
    return m ^ (m >>> 31);
  }
}
