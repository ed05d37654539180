package org.e2e3d.engine.export;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoReader;
import org.e2e3d.engine.image.PhotoSource;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.engine.stage.StageContext;
import org.e2e3d.engine.stage.Workers;

/** Small pictures of photographs for the report. */
final class Thumbnails {
  /** More would make the page heavy. */
  private static final int MOST = 120;

  private static final int QUALITY = 70;

  private Thumbnails() {}

  /**
   * JPEGs by name of the photograph; one that cannot be made is left out.
   *
   * @param side longer side in pixels; 0 for none at all
   */
  static Map<String, byte[]> of(
      List<Photo> photos, PhotoSource source, int side, StageContext context) {
    if (side == 0) {
      return Map.of();
    }
    Map<String, byte[]> made = new ConcurrentHashMap<>();
    Workers.forEach(
        context.threads(),
        Math.min(MOST, photos.size()),
        i -> {
          context.checkCancelled();
          Photo p = photos.get(i);
          byte[] jpeg = small(p, source, side);
          if (jpeg.length > 0) {
            made.put(p.name(), jpeg);
          }
        });
    return new HashMap<>(made);
  }

  private static byte[] small(Photo photo, PhotoSource source, int side) {
    try (Mat little = PhotoReader.upright(source.readBgr(photo, side), photo);
        BytePointer out = new BytePointer();
        IntPointer quality = new IntPointer(IMWRITE_JPEG_QUALITY, QUALITY)) {
      if (!imencode(".jpg", little, out, quality)) {
        return new byte[0];
      }
      byte[] bytes = new byte[Math.toIntExact(out.limit())];
      out.get(bytes);
      return bytes;
    } catch (ReconstructionException e) {
      return new byte[0];
    }
  }
}
