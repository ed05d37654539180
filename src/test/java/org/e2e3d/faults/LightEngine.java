package org.e2e3d.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.e2e3d.engine.process.ParentWatch;

/**
 * A light engine behind the real door: the command line, the JSON lines, the exit codes and the
 * checkpoints of {@code reconstruct}, and stages that take a moment each. Its model carries the
 * digests of its images, and a tag of the run that made it in every file, so that an auditor can
 * tell a model that is mixed, or of other images.
 */
public final class LightEngine {
  private static final List<String> STAGES = List.of("features", "sparse", "dense", "texture");
  private static final int STAGE_MS = 120;
  private static final int SLOW_STAGE_MS = 1500;
  private static final int TEXTURE = 100_000;

  private LightEngine() {}

  public static void main(String[] args) throws Exception {
    ParentWatch.start(System.in);
    List<String> line = Arrays.asList(args);
    Path images = Path.of(line.get(line.indexOf("reconstruct") + 1));
    Path output = Path.of(option(line, "--output="));
    Path workspace = Path.of(option(line, "--workspace="));
    Map<String, String> digests = digests(images);
    String all = sha256(digests.toString().getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < STAGES.size(); i++) {
      int millis = named(images, "slow") ? SLOW_STAGE_MS : STAGE_MS;
      stage(STAGES.get(i), (i + 1.0) / STAGES.size(), workspace, all, millis);
      if (i == 0 && named(images, "blurry")) {
        System.out.println(
            "{\"event\":\"failed\",\"code\":\"BLURRY\",\"message\":\"all images are blurry\","
                + "\"advice\":\"\",\"images\":[]}");
        System.exit(1);
      }
    }
    model(output, digests);
    System.out.println(
        "{\"event\":\"built\",\"output\":\"" + output + "\",\"partial\":false,\"images\":[]}");
  }

  private static void stage(
      String stage, double fraction, Path workspace, String fingerprint, int millis)
      throws Exception {
    Path done = workspace.resolve(stage).resolve("done");
    boolean resumed = Files.exists(done) && Files.readString(done).equals(fingerprint);
    if (!resumed) {
      System.out.println(
          "{\"event\":\"progress\",\"stage\":\""
              + stage
              + "\",\"stageFraction\":0.5,\"fraction\":"
              + fraction
              + ",\"secondsLeft\":1,\"detail\":\"\"}");
      TimeUnit.MILLISECONDS.sleep(millis); // the work
      Files.createDirectories(done.getParent());
      Path part = done.resolveSibling("part");
      Files.writeString(part, fingerprint);
      Files.move(part, done, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    System.out.println(
        "{\"event\":\"stage\",\"stage\":\""
            + stage
            + "\",\"seconds\":"
            + (resumed ? 0.0 : millis / 1000.0)
            + ",\"cpuSeconds\":0.0,\"resumed\":"
            + resumed
            + "}");
  }

  private static void model(Path output, Map<String, String> digests) throws IOException {
    Files.createDirectories(output);
    String tag = ProcessHandle.current().pid() + "-" + System.nanoTime();
    byte[] texture = new byte[TEXTURE];
    new java.util.Random(System.nanoTime()).nextBytes(texture);
    Map<String, byte[]> files = new TreeMap<>();
    files.put("texture0.jpg", texture);
    files.put("mesh.mtl", ("# " + tag + "\nnewmtl t\nmap_Kd texture0.jpg\n").getBytes(UTF));
    files.put(
        "mesh.obj",
        ("# " + tag + "\nmtllib mesh.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl t\nf 1 2 3\n")
            .getBytes(UTF));
    StringBuilder manifest = new StringBuilder("{\"tag\":\"" + tag + "\",\"inputs\":[");
    manifest.append(
        String.join(",", digests.values().stream().map(d -> "\"" + d + "\"").sorted().toList()));
    manifest.append("],\"outputs\":{");
    int n = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      manifest.append(n++ == 0 ? "" : ",").append('"').append(file.getKey()).append("\":\"");
      manifest.append(sha256(file.getValue())).append('"');
      Files.write(output.resolve(file.getKey()), file.getValue());
    }
    Files.writeString(output.resolve("manifest.json"), manifest.append("}}"));
  }

  private static final java.nio.charset.Charset UTF = StandardCharsets.UTF_8;

  private static boolean named(Path images, String start) throws IOException {
    try (Stream<Path> files = Files.walk(images)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith(start));
    }
  }

  private static Map<String, String> digests(Path images) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(images)) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                try {
                  digests.put(images.relativize(file).toString(), sha256(Files.readAllBytes(file)));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
    return digests;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String option(List<String> line, String name) {
    return line.stream()
        .filter(word -> word.startsWith(name))
        .findFirst()
        .orElseThrow()
        .substring(name.length());
  }
}
