package org.e2e3d.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.e2e3d.engine.export.ManifestVerifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code verify}: whether a model's files are what its manifest says. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Compares a model's files with the digests in its manifest.json.")
final class VerifyCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      description = "Folder of a model: the OUT of reconstruct, or a download.")
  private Path model;

  @Override
  public Integer call() throws IOException {
    ManifestVerifier.Verification found = ManifestVerifier.verify(model);
    found
        .differences()
        .forEach(d -> System.out.println(d.name() + ": " + d.kind() + ", " + d.detail()));
    System.out.println(
        found.intact() ? found.checked() + " files are as published" : "the model was changed");
    return found.intact() ? 0 : 1;
  }
}
