package org.e2e3d.bench;

import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_CLOCKWISE;
import static org.bytedeco.opencv.global.opencv_core.rotate;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imread;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imwrite;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Makes harder sets of one set of JPEGs; each still shows the same scene from the same places.
 *
 * <p>Arguments: image folder, output folder, and optionally a folder of unrelated photographs.
 * Below the output folder, a folder {@code images} for each variant, and beside it the truth for
 * the scorer where the scene has one ({@code gt_cameras.json} beside the image folder):
 *
 * <ul>
 *   <li>{@code shuffled}: names in random order
 *   <li>{@code stripped}: no metadata
 *   <li>{@code portrait}: every third photograph turned by a quarter, its pixels too
 *   <li>{@code twocameras}: every second one cropped to 80 % and scaled to 75 %
 *   <li>{@code strangers}: ten unrelated photographs among them
 *   <li>{@code small}: 640 pixels on the longer side
 * </ul>
 *
 * All but {@code shuffled} and {@code strangers} lose their metadata on the way.
 */
public final class VariantSets {
  private static final int STRANGERS = 10;
  private static final int SMALL_SIDE = 640;
  private static final double CROP = 0.8;
  private static final double SCALE = 0.75;

  private final Path out;
  private final List<Path> photographs;
  private final JsonNode truth;

  private VariantSets(Path images, Path out) throws IOException {
    this.out = out;
    this.photographs = jpegs(images);
    Path file = images.resolveSibling("gt_cameras.json");
    this.truth = Files.isRegularFile(file) ? new ObjectMapper().readTree(file.toFile()) : null;
  }

  public static void main(String[] args) throws IOException {
    VariantSets sets = new VariantSets(Path.of(args[0]), Path.of(args[1]));
    sets.shuffled();
    sets.stripped();
    sets.portrait();
    sets.twoCameras();
    sets.small();
    if (args.length > 2) {
      sets.strangers(jpegs(Path.of(args[2])));
    }
  }

  private static List<Path> jpegs(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.toString().toLowerCase(Locale.ROOT).matches(".*\\.jpe?g"))
          .sorted()
          .toList();
    }
  }

  private void shuffled() throws IOException {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < photographs.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(1));
    Path folder = folder("shuffled");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < photographs.size(); i++) {
      names.add(String.format(Locale.ROOT, "x%03d.jpg", order.get(i)));
      Files.copy(photographs.get(i), folder.resolve(names.get(i)));
    }
    truth("shuffled", names, -1);
  }

  private void stripped() throws IOException {
    Path folder = folder("stripped");
    for (Path p : photographs) {
      Files.write(folder.resolve(name(p)), withoutMetadata(Files.readAllBytes(p)));
    }
    truth("stripped", names(), -1);
  }

  private void portrait() throws IOException {
    Path folder = folder("portrait");
    for (int i = 0; i < photographs.size(); i++) {
      try (Mat image = imread(photographs.get(i).toString(), IMREAD_COLOR);
          Mat turned = new Mat()) {
        if (i % 3 == 1) {
          rotate(image, turned, ROTATE_90_CLOCKWISE);
        }
        write(folder, photographs.get(i), i % 3 == 1 ? turned : image);
      }
    }
    truth("portrait", names(), 3);
  }

  private void twoCameras() throws IOException {
    Path folder = folder("twocameras");
    for (int i = 0; i < photographs.size(); i++) {
      try (Mat image = imread(photographs.get(i).toString(), IMREAD_COLOR);
          Mat other = i % 2 == 1 ? secondCamera(image) : new Mat(image)) {
        write(folder, photographs.get(i), other);
      }
    }
    truth("twocameras", names(), -1);
  }

  private static Mat secondCamera(Mat image) {
    int w = (int) Math.round(image.cols() * CROP);
    int h = (int) Math.round(image.rows() * CROP);
    Mat scaled = new Mat();
    try (Rect middle = new Rect((image.cols() - w) / 2, (image.rows() - h) / 2, w, h);
        Mat cropped = new Mat(image, middle);
        Size size = new Size((int) Math.round(w * SCALE), (int) Math.round(h * SCALE))) {
      resize(cropped, scaled, size, 0, 0, INTER_AREA);
    }
    return scaled;
  }

  private void small() throws IOException {
    Path folder = folder("small");
    for (Path p : photographs) {
      try (Mat image = imread(p.toString(), IMREAD_COLOR);
          Mat little = new Mat()) {
        double s = (double) SMALL_SIDE / Math.max(image.cols(), image.rows());
        try (Size size =
            new Size((int) Math.round(image.cols() * s), (int) Math.round(image.rows() * s))) {
          resize(image, little, size, 0, 0, INTER_AREA);
        }
        write(folder, p, little);
      }
    }
    truth("small", names(), -1);
  }

  private void strangers(List<Path> others) throws IOException {
    Path folder = folder("strangers");
    for (Path p : photographs) {
      Files.copy(p, folder.resolve(name(p)));
    }
    for (int i = 0; i < Math.min(STRANGERS, others.size()); i++) {
      Files.copy(others.get(i), folder.resolve("stranger" + i + ".jpg"));
    }
    truth("strangers", names(), -1);
  }

  private Path folder(String variant) throws IOException {
    return Files.createDirectories(out.resolve(variant).resolve("images"));
  }

  private List<String> names() {
    return photographs.stream().map(VariantSets::name).toList();
  }

  private static String name(Path p) {
    return p.getFileName().toString();
  }

  private static void write(Path folder, Path photograph, Mat image) throws IOException {
    try (IntPointer quality = new IntPointer(IMWRITE_JPEG_QUALITY, 97)) {
      if (!imwrite(folder.resolve(name(photograph)).toString(), image, quality)) {
        throw new IOException("cannot write " + photograph.getFileName());
      }
    }
  }

  /** Without the application segments 1 to 15 and comments (ITU T.81, annex B); lossless. */
  private static byte[] withoutMetadata(byte[] jpeg) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(jpeg.length);
    kept.write(jpeg, 0, 2);
    int at = 2;
    while (at + 4 <= jpeg.length && (jpeg[at + 1] & 0xFF) != 0xDA) {
      int marker = jpeg[at + 1] & 0xFF;
      int length = 2 + ((jpeg[at + 2] & 0xFF) << 8 | (jpeg[at + 3] & 0xFF));
      boolean metadata = marker > 0xE0 && marker <= 0xEF && marker != 0xEE || marker == 0xFE;
      if (!metadata) {
        kept.write(jpeg, at, length);
      }
      at += length;
    }
    kept.write(jpeg, at, jpeg.length - at);
    return kept.toByteArray();
  }

  /**
   * The truth under new names; every {@code turned}-th camera, from the second, turned clockwise.
   */
  private void truth(String variant, List<String> names, int turned) throws IOException {
    if (truth == null) {
      return;
    }
    ArrayNode all = new ObjectMapper().createArrayNode();
    for (JsonNode camera : truth) {
      ObjectNode copy = camera.deepCopy();
      String stem = stem(camera.path("name").asText());
      for (int i = 0; i < photographs.size(); i++) {
        if (stem(name(photographs.get(i))).equals(stem)) {
          copy.put("name", names.get(i));
          if (turned > 0 && i % turned == 1) {
            turn((ArrayNode) copy.get("R_c2w"));
          }
        }
      }
      all.add(copy);
    }
    Files.write(
        out.resolve(variant).resolve("gt_cameras.json"), new ObjectMapper().writeValueAsBytes(all));
  }

  private static String stem(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    return last.substring(0, last.lastIndexOf('.')).toLowerCase(Locale.ROOT);
  }

  /** The new x axis is the old -y, and the new y axis the old x: columns of camera to world. */
  private static void turn(ArrayNode rows) {
    for (JsonNode row : rows) {
      ArrayNode r = (ArrayNode) row;
      double x = r.get(0).asDouble();
      r.set(0, r.numberNode(-r.get(1).asDouble()));
      r.set(1, r.numberNode(x));
    }
  }
}
