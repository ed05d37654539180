package org.e2e3d.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.e2e3d.engine.image.Photo;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.io.ColmapText;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.SparsePoints;
import org.e2e3d.engine.scene.View;

/**
 * Photographs with cameras that something else found, or that are the truth: what stages are tried
 * on one at a time. Views and photographs are numbered alike, by name.
 */
record BenchScene(PhotoSet photos, SparseModel model) {

  /**
   * @param cameras a folder of COLMAP text, or a gt_cameras.json
   */
  static BenchScene read(Path images, Path cameras) throws IOException {
    SparseModel model = Files.isDirectory(cameras) ? ColmapText.read(cameras) : truth(cameras);
    List<View> views = new ArrayList<>(model.views());
    views.sort(Comparator.comparing(View::name));
    List<Photo> photos = new ArrayList<>();
    List<View> renumbered = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      View v = views.get(i);
      Camera c = model.cameraOf(v);
      renumbered.add(new View(i, v.name(), v.cameraId(), v.pose()));
      photos.add(
          new Photo(
              i,
              v.name(),
              images.resolve(v.name()),
              c.width(),
              c.height(),
              0,
              c.fx(),
              Optional.empty(),
              1,
              0.5,
              "",
              Optional.empty()));
    }
    return new BenchScene(
        new PhotoSet(photos, List.of()),
        new SparseModel(model.cameras(), renumbered, model.points(), model.geoReference()));
  }

  /** The same photographs, with only the views whose position passes. */
  SparseModel without(List<Integer> heldBack) {
    List<View> kept = model.views().stream().filter(v -> !heldBack.contains(v.id())).toList();
    return new SparseModel(model.cameras(), kept, model.points(), model.geoReference());
  }

  private static SparseModel truth(Path file) throws IOException {
    JsonNode root = new ObjectMapper().readTree(file.toFile());
    List<Camera> cameras = new ArrayList<>();
    List<View> views = new ArrayList<>();
    for (JsonNode n : root) {
      int id = views.size();
      double f = n.get("f").asDouble();
      cameras.add(
          Camera.pinhole(
              id,
              n.get("w").asInt(),
              n.get("h").asInt(),
              f,
              f,
              n.get("cx").asDouble(),
              n.get("cy").asDouble()));
      double[] r = new double[9];
      double[] centre = new double[3];
      for (int i = 0; i < 3; i++) {
        centre[i] = n.get("C").get(i).asDouble();
        for (int j = 0; j < 3; j++) {
          r[3 * j + i] = n.get("R_c2w").get(i).get(j).asDouble();
        }
      }
      views.add(new View(id, n.get("name").asText(), id, Pose.fromCentre(r, centre)));
    }
    SparsePoints none =
        new SparsePoints(
            new double[0],
            new byte[0],
            new float[0],
            new int[1],
            new int[0],
            new int[0],
            new float[0]);
    return new SparseModel(cameras, views, none, Optional.empty());
  }
}
