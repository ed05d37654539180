package org.e2e3d.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.e2e3d.engine.export.ManifestVerifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verify}: whether a model's files are what its manifest says. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Compares a model's files, and on demand the photographs, with the digests in its"
            + " manifest.json.")
final class VerifyCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      description =
          "Folder of a model: the OUT of reconstruct, or a download; or the address (http, https)"
              + " of a published one.")
  private String model;

  @Option(
      names = "--images",
      paramLabel = "FOLDER",
      description = "Also compares the photographs in this folder with those the model is made of.")
  private Path images;

  @Override
  public Integer call() throws IOException {
    if (!model.startsWith("http://") && !model.startsWith("https://")) {
      return verify(Path.of(model));
    }
    Path folder = Files.createTempDirectory("e2e3d-verify");
    try {
      new ModelDownload(model).into(folder);
      return verify(folder);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(p);
      }
    }
  }

  private int verify(Path folder) throws IOException {
    boolean intact =
        tell(ManifestVerifier.verify(folder), "files are as published", "the model was changed");
    if (images != null) {
      intact &=
          tell(
              ManifestVerifier.verifyInputs(folder, images),
              "photographs are those it was made of",
              "it was made of other photographs");
    }
    return intact ? 0 : 1;
  }

  private static boolean tell(ManifestVerifier.Verification found, String whole, String otherwise) {
    found
        .differences()
        .forEach(d -> System.out.println(d.name() + ": " + d.kind() + ", " + d.detail()));
    System.out.println(found.intact() ? found.checked() + " " + whole : otherwise);
    return found.intact();
  }
}
