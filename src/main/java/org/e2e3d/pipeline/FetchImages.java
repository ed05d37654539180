package org.e2e3d.pipeline;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.job.Failure;
import org.e2e3d.job.FailureReason;
import org.e2e3d.job.JobException;

/**
 * Brings a job's images, with their masks and given cameras, into its scratch folder, each verified
 * against the digest it was claimed with. What is there already from an earlier attempt is verified
 * and kept.
 */
public final class FetchImages {
  private final ImagePlaces places;
  private final Optional<RoomCheck> room;

  FetchImages(ImagePlaces places) {
    this(places, Optional.empty());
  }

  public FetchImages(ImagePlaces places, RoomCheck room) {
    this(places, Optional.of(room));
  }

  private FetchImages(ImagePlaces places, Optional<RoomCheck> room) {
    this.places = places;
    this.room = room;
  }

  /**
   * Fetches.
   *
   * @throws JobException IMAGES_MISSING, with evidence, if images were removed or changed since;
   *     what {@link RoomCheck} refuses
   */
  public JobRun fetch(JobRun run) throws IOException {
    if (room.isPresent()) {
      room.get().forImages(run);
    }
    List<ImageEvidence> missing = new ArrayList<>();
    Set<Path> wanted = new HashSet<>();
    ImagePlaces.Place place = places.of(run.job());
    for (Claim.Item item : run.claim().inputs()) {
      Path file = run.images().resolve(SafeName.path(item.name()));
      wanted.add(file);
      if (!isThere(file, item)) {
        fetch(place, item, file, missing);
      }
    }
    if (!missing.isEmpty()) {
      throw new JobException(
          Failure.of(
              FailureReason.IMAGES_MISSING,
              missing.size()
                  + " of "
                  + run.claim().inputs().size()
                  + " files were removed or changed after the batch was taken.",
              null,
              "fetch",
              missing));
    }
    removeOthers(run.images(), wanted);
    if (room.isPresent()) {
      room.get().forEngine(run);
    }
    return run;
  }

  private static boolean isThere(Path file, Claim.Item item) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) != item.size()) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return BatchDigest.of(in).equals(item.sha256());
    }
  }

  private static void fetch(
      ImagePlaces.Place place, Claim.Item item, Path file, List<ImageEvidence> missing)
      throws IOException {
    Files.createDirectories(file.getParent());
    Path part = file.resolveSibling("." + file.getFileName().hashCode() + ".fetch");
    try {
      try (InputStream in = place.open(item)) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      if (isThere(part, item)) {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        missing.add(new ImageEvidence(item.name(), "CHANGED", "Its content is not what it was."));
      }
    } catch (FileNotFoundException e) {
      missing.add(new ImageEvidence(item.name(), "MISSING", "It is not there any more."));
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Nothing but what was claimed may reach the engine. */
  private static void removeOthers(Path folder, Set<Path> wanted) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!wanted.contains(file)) {
          Files.delete(file);
        }
      }
    }
  }
}
