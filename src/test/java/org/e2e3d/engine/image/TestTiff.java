package org.e2e3d.engine.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.TreeMap;

/**
 * Writes a little-endian TIFF of one uncompressed strip, with whatever tags a test wants (Adobe
 * TIFF 6.0, section 2).
 */
final class TestTiff {
  private static final int SHORT = 3;
  private static final int LONG = 4;

  private final TreeMap<Integer, int[]> tags = new TreeMap<>();
  private final byte[] samples;

  /**
   * @param samples row-major, interleaved, little-endian
   */
  TestTiff(int width, int height, int channels, int bits, int photometric, byte[] samples) {
    this.samples = samples.clone();
    tag(256, width);
    tag(257, height);
    int[] all = new int[channels];
    java.util.Arrays.fill(all, bits);
    tag(258, all);
    tag(259, 1);
    tag(262, photometric);
    tag(277, channels);
    tag(278, height);
  }

  /** Adds a tag of SHORT values. */
  TestTiff tag(int number, int... values) {
    tags.put(number, values);
    return this;
  }

  byte[] bytes() {
    int extra = tags.values().stream().mapToInt(v -> v.length > 2 ? 2 * v.length + 2 : 0).sum();
    int entries = tags.size() + 2;
    int directory = 8 + samples.length + (samples.length & 1);
    int tail = directory + 2 + 12 * entries + 4;
    ByteBuffer b = ByteBuffer.allocate(tail + extra).order(ByteOrder.LITTLE_ENDIAN);
    b.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(directory).put(samples);
    b.position(directory).putShort((short) entries);
    TreeMap<Integer, int[]> all = new TreeMap<>(tags);
    all.put(273, new int[] {8});
    all.put(279, new int[] {samples.length});
    for (var tag : all.entrySet()) {
      int[] values = tag.getValue();
      boolean place = tag.getKey() == 273 || tag.getKey() == 279;
      b.putShort(tag.getKey().shortValue());
      b.putShort((short) (place ? LONG : SHORT));
      b.putInt(values.length);
      if (place) {
        b.putInt(values[0]);
      } else if (values.length <= 2) {
        b.putShort((short) values[0]).putShort((short) (values.length > 1 ? values[1] : 0));
      } else {
        b.putInt(tail);
        for (int i = 0; i < values.length; i++) {
          b.putShort(tail + 2 * i, (short) values[i]);
        }
        tail += 2 * values.length + 2;
      }
    }
    return b.array();
  }
}
