package org.e2e3d.engine.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes archives as USDZ wants them: files stored as they are, each beginning at a multiple of 64
 * bytes; the gap is an extra field of the file's header. No dates, so that the same files make the
 * same archive.
 */
final class AlignedZip {
  private static final int ALIGNMENT = 64;
  private static final int LOCAL_HEAD = 30;
  private static final int FIELD_HEAD = 4;
  private static final int FIELD_ID = 0x1986;
  private static final int VERSION = 20;

  /** The first day that ZIP knows: 1 January 1980. */
  private static final int FIRST_DAY = 0x21;

  private AlignedZip() {}

  /** A file of an archive. */
  record Entry(String name, byte[] bytes) {}

  static void write(Path file, List<Entry> entries) throws IOException {
    long total = 0;
    long[] start = new long[entries.size()];
    int[] crc = new int[entries.size()];
    try (LittleEndianOutput out = new LittleEndianOutput(file)) {
      for (int i = 0; i < start.length; i++) {
        Entry e = entries.get(i);
        CRC32 sum = new CRC32();
        sum.update(e.bytes);
        crc[i] = (int) sum.getValue();
        start[i] = total;
        byte[] name = name(e);
        long bare = total + LOCAL_HEAD + name.length;
        int gap = (int) (-(bare + FIELD_HEAD) & (ALIGNMENT - 1));
        out.putInt(0x04034b50);
        head(out, e, crc[i], name.length);
        out.putShort(FIELD_HEAD + gap);
        out.putBytes(name);
        out.putShort(FIELD_ID);
        out.putShort(gap);
        out.putBytes(new byte[gap]);
        out.putBytes(e.bytes);
        total = bare + FIELD_HEAD + gap + e.bytes.length;
      }
      long directory = total;
      for (int i = 0; i < start.length; i++) {
        byte[] name = name(entries.get(i));
        out.putInt(0x02014b50);
        out.putShort(VERSION);
        head(out, entries.get(i), crc[i], name.length);
        for (int k = 0; k < 4; k++) {
          out.putShort(0); // extra field, comment, disk, attributes
        }
        out.putInt(0);
        out.putInt((int) start[i]);
        out.putBytes(name);
        total += 46 + name.length;
      }
      out.putInt(0x06054b50);
      out.putInt(0);
      out.putShort(start.length);
      out.putShort(start.length);
      out.putInt((int) (total - directory));
      out.putInt((int) directory);
      out.putShort(0);
    }
    if (total > Integer.MAX_VALUE) {
      throw new IOException(
          file.getFileName() + ": an archive of " + total + " bytes is too large");
    }
  }

  private static byte[] name(Entry e) {
    return e.name.getBytes(StandardCharsets.US_ASCII);
  }

  /** What local header and directory have in common, up to the length of the name. */
  private static void head(LittleEndianOutput out, Entry e, int crc, int nameLength)
      throws IOException {
    out.putShort(VERSION);
    out.putShort(0); // flags
    out.putShort(0); // stored
    out.putShort(0); // time
    out.putShort(FIRST_DAY);
    out.putInt(crc);
    out.putInt(e.bytes.length);
    out.putInt(e.bytes.length);
    out.putShort(nameLength);
  }
}
