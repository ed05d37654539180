package org.e2e3d.engine.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/** Writes an EXIF block into a JPEG: the main directory, the camera's and the position's. */
final class TestExif {
  private static final int EXIF_POINTER = 0x8769;
  private static final int GPS_POINTER = 0x8825;
  private static final int ROOM = 4096;

  private final TreeMap<Integer, Object> main = new TreeMap<>();
  private final TreeMap<Integer, Object> camera = new TreeMap<>();
  private final TreeMap<Integer, Object> gps = new TreeMap<>();

  /** A tag of the main directory: a String, a Byte, an Integer (SHORT), or double[] (RATIONALs). */
  TestExif main(int tag, Object value) {
    main.put(tag, value);
    return this;
  }

  TestExif camera(int tag, Object value) {
    camera.put(tag, value);
    return this;
  }

  TestExif gps(int tag, Object value) {
    gps.put(tag, value);
    return this;
  }

  /** Degrees, minutes and seconds with their references. */
  TestExif at(double latitude, double longitude) {
    gps(1, latitude < 0 ? "S" : "N").gps(2, sexagesimal(Math.abs(latitude)));
    return gps(3, longitude < 0 ? "W" : "E").gps(4, sexagesimal(Math.abs(longitude)));
  }

  private static double[] sexagesimal(double degrees) {
    double whole = Math.floor(degrees);
    double minutes = Math.floor((degrees - whole) * 60);
    return new double[] {whole, minutes, (degrees - whole) * 3600 - minutes * 60};
  }

  byte[] into(byte[] jpeg) {
    ByteBuffer b = ByteBuffer.allocate(ROOM).order(ByteOrder.BIG_ENDIAN);
    b.put((byte) 'M').put((byte) 'M').putShort((short) 42).putInt(8);
    TreeMap<Integer, Object> first = new TreeMap<>(main);
    int cameraAt = 1024;
    int gpsAt = 2048;
    first.put(EXIF_POINTER, (long) cameraAt);
    if (!gps.isEmpty()) {
      first.put(GPS_POINTER, (long) gpsAt);
    }
    directory(b, 8, first);
    directory(b, cameraAt, camera);
    directory(b, gpsAt, gps);
    byte[] out = new byte[jpeg.length + 10 + ROOM];
    ByteBuffer all = ByteBuffer.wrap(out);
    all.put(jpeg, 0, 2).put((byte) 0xFF).put((byte) 0xE1).putShort((short) (8 + ROOM));
    all.put("Exif\0\0".getBytes(US_ASCII)).put(b.array());
    all.put(jpeg, 2, jpeg.length - 2);
    return out;
  }

  private static void directory(ByteBuffer b, int at, Map<Integer, Object> tags) {
    int tail = at + 2 + 12 * tags.size() + 4;
    b.position(at);
    b.putShort((short) tags.size());
    for (Map.Entry<Integer, Object> tag : tags.entrySet()) {
      b.putShort(tag.getKey().shortValue());
      if (tag.getValue() instanceof Byte number) {
        b.putShort((short) 1).putInt(1).put(number).put(new byte[3]);
      } else if (tag.getValue() instanceof Integer number) {
        b.putShort((short) 3).putInt(1).putShort(number.shortValue()).putShort((short) 0);
      } else if (tag.getValue() instanceof Long pointer) {
        b.putShort((short) 4).putInt(1).putInt(pointer.intValue());
      } else if (tag.getValue() instanceof String text) {
        byte[] bytes = (text + "\0").getBytes(US_ASCII);
        b.putShort((short) 2).putInt(bytes.length);
        if (bytes.length <= 4) {
          b.put(bytes).put(new byte[4 - bytes.length]);
        } else {
          b.putInt(tail);
          b.put(tail, bytes);
          tail += bytes.length;
        }
      } else {
        double[] numbers = (double[]) tag.getValue();
        b.putShort((short) 5).putInt(numbers.length).putInt(tail);
        for (double v : numbers) {
          b.putInt(tail, (int) Math.round(v * 10_000)).putInt(tail + 4, 10_000);
          tail += 8;
        }
      }
    }
    b.putInt(0);
  }
}
