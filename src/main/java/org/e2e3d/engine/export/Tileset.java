package org.e2e3d.engine.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.e2e3d.engine.scene.GeoReference;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * A georeferenced model as a 3D Tiles 1.1 tileset (OGC 22-025r4) for maps and globes: the small GLB
 * seen from afar, replaced by the full one from near. The GLBs stand with y up, which 3D Tiles
 * turns back to z up, so a tile's frame is the model's own, east, north and up around its origin;
 * the root's transform puts it on the ellipsoid.
 */
final class Tileset {
  /** Semi-major axis and flattening of WGS 84. */
  private static final double RADIUS = 6_378_137;

  private static final double FLATTENING = 1 / 298.257223563;

  private Tileset() {}

  /**
   * Writes {@code tileset.json}.
   *
   * @param coarse the GLB for far views, relative to the file
   * @param coarseError by how much its surface may be off, metres
   * @param fine the GLB for near views
   */
  static void write(
      Path file,
      TriangleMesh mesh,
      GeoReference origin,
      String coarse,
      double coarseError,
      String fine)
      throws IOException {
    ObjectNode root = ExportJson.MAPPER.createObjectNode();
    root.putObject("asset").put("version", "1.1");
    double[] box = box(mesh);
    double size = 2 * Math.hypot(Math.hypot(box[3], box[7]), box[11]);
    // Beyond this error a viewer shows nothing: the whole model would be a dot.
    root.put("geometricError", size);
    ObjectNode far = root.putObject("root");
    ArrayNode transform = far.putArray("transform");
    for (double v : toEarth(origin)) {
      transform.add(v);
    }
    tile(far, box, coarseError, coarse).put("refine", "REPLACE");
    tile(far.putArray("children").addObject(), box, 0, fine);
    ExportJson.write(file, root);
  }

  private static ObjectNode tile(ObjectNode tile, double[] box, double error, String content) {
    ArrayNode numbers = tile.putObject("boundingVolume").putArray("box");
    for (double v : box) {
      numbers.add(v);
    }
    tile.put("geometricError", error);
    tile.putObject("content").put("uri", content);
    return tile;
  }

  /** Centre and half axes, 12 numbers; each half axis has some length. */
  private static double[] box(TriangleMesh mesh) {
    double[] box = new double[12];
    for (int k = 0; k < 3; k++) {
      float low = Float.POSITIVE_INFINITY;
      float high = Float.NEGATIVE_INFINITY;
      for (int i = k; i < mesh.xyz().length; i += 3) {
        low = Math.min(low, mesh.xyz()[i]);
        high = Math.max(high, mesh.xyz()[i]);
      }
      box[k] = ((double) low + high) / 2;
      box[3 + 4 * k] = Math.max(1e-3, ((double) high - low) / 2);
    }
    return box;
  }

  /** East, north, up around a place to earth-centred coordinates: 16 entries, column-major. */
  static double[] toEarth(GeoReference place) {
    double latitude = Math.toRadians(place.latitude());
    double longitude = Math.toRadians(place.longitude());
    double sinLat = Math.sin(latitude);
    double cosLat = Math.cos(latitude);
    double sinLon = Math.sin(longitude);
    double cosLon = Math.cos(longitude);
    double e2 = FLATTENING * (2 - FLATTENING);
    double n = RADIUS / Math.sqrt(1 - e2 * sinLat * sinLat);
    double h = place.altitude();
    return new double[] {
      -sinLon,
      cosLon,
      0,
      0,
      -sinLat * cosLon,
      -sinLat * sinLon,
      cosLat,
      0,
      cosLat * cosLon,
      cosLat * sinLon,
      sinLat,
      0,
      (n + h) * cosLat * cosLon,
      (n + h) * cosLat * sinLon,
      (n * (1 - e2) + h) * sinLat,
      1
    };
  }
}
