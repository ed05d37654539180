package org.e2e3d.engine.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.e2e3d.engine.stage.FailureCode;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.ReconstructionException;
import org.e2e3d.engine.stage.StageContext;
import org.e2e3d.engine.stage.Workers;

/**
 * Stage 1: finds the photographs of a folder, judges each by its content, reads its metadata and
 * groups it by camera.
 */
public final class Ingest {
  private static final String ADVICE_COUNT =
      "Take more photographs: each part of the object should be seen in at least three, from"
          + " different places.";
  private static final String ADVICE_FILES =
      "Copy the files again from the camera; formats that are read are JPEG, PNG, TIFF, BMP and"
          + " WebP.";

  private final IngestOptions options;
  private final StageContext context;

  public Ingest(IngestOptions options, StageContext context) {
    options.validate();
    this.options = options;
    this.context = context;
  }

  /**
   * Reads the folder and writes the checkpoint.
   *
   * @param imageFolder searched recursively; never written to
   * @return at least {@code minImages} photographs, and what was refused
   * @throws ReconstructionException TOO_FEW_IMAGES, UNREADABLE_IMAGE or IMAGE_TOO_LARGE, with
   *     evidence per image; IO_ERROR if the folder cannot be read
   */
  public PhotoSet run(Path imageFolder) {
    ImageFiles files = list(imageFolder);
    List<PhotoProbe> probes = probe(files.candidates());
    PhotoSet set = select(imageFolder, files, probes);
    requireEnough(set, files.candidates().size());
    try {
      PhotoSetFile.write(context.folder(), imageFolder, set);
    } catch (IOException e) {
      throw new ReconstructionException(
          FailureCode.IO_ERROR, "the photo list cannot be written", "Check the disk.", e);
    }
    return set;
  }

  private ImageFiles list(Path folder) {
    ImageFiles files;
    try {
      files = ImageFiles.in(folder);
    } catch (IOException e) {
      throw unreadableFolder(e);
    }
    if (files.candidates().size() > options.maxImages()) {
      throw new ReconstructionException(
          FailureCode.IMAGE_TOO_LARGE,
          files.candidates().size()
              + " images were given; the limit (ingest.maxImages) is "
              + options.maxImages(),
          "Split the batch, or raise the limit.",
          files.ignored());
    }
    return files;
  }

  private static ReconstructionException unreadableFolder(IOException e) {
    return new ReconstructionException(
        FailureCode.IO_ERROR,
        "the image folder cannot be read: " + e.getMessage(),
        "Check that it exists and may be read.",
        e);
  }

  private List<PhotoProbe> probe(List<ImageFiles.Candidate> candidates) {
    int n = candidates.size();
    PhotoProbe[] probes = new PhotoProbe[n];
    AtomicInteger done = new AtomicInteger();
    Workers.forEach(
        context.threads(),
        n,
        i -> {
          context.checkCancelled();
          probes[i] = PhotoProbe.of(candidates.get(i).file(), options);
          int k = done.incrementAndGet();
          context.progress((double) k / n, k + " of " + n + " images read");
        });
    return List.of(probes);
  }

  private PhotoSet select(Path folder, ImageFiles files, List<PhotoProbe> probes) {
    List<Photo> photos = new ArrayList<>();
    List<PhotoProbe> chosen = new ArrayList<>();
    List<ImageEvidence> refused = new ArrayList<>(files.ignored());
    Map<String, String> byDigest = new HashMap<>();
    CameraGroups groups = new CameraGroups();
    SensorWidths sensors = SensorWidths.load();
    for (int i = 0; i < probes.size(); i++) {
      ImageFiles.Candidate c = files.candidates().get(i);
      PhotoProbe p = probes.get(i);
      if (!p.isPhoto()) {
        refused.add(new ImageEvidence(c.name(), p.problem(), p.detail()));
        continue;
      }
      String twin = byDigest.putIfAbsent(p.digest(), c.name());
      if (twin != null) {
        refused.add(
            new ImageEvidence(
                c.name(), "DUPLICATE", "the same file as " + twin + ", byte by byte"));
        continue;
      }
      chosen.add(p);
      photos.add(
          new Photo(
              photos.size(),
              c.name(),
              c.file(),
              p.width(),
              p.height(),
              p.quarterTurns(),
              groups.of(p),
              sensors.focalPixels(p.exif(), p.width(), p.height()),
              p.exif().gps(),
              p.exif().takenAt(),
              p.sharpness(),
              p.exposure(),
              p.digest(),
              Optional.empty()));
    }
    refused.forEach(context::warn);
    misnamed(photos, chosen).forEach(context::warn);
    context.figure("ingest.files", files.candidates().size());
    context.figure("ingest.photos", photos.size());
    context.figure("ingest.cameraGroups", groups.count());
    report(photos, chosen);
    return new PhotoSet(masked(folder, photos, chosen), refused);
  }

  private List<Photo> masked(Path folder, List<Photo> photos, List<PhotoProbe> probes) {
    try {
      return options.masks()
          ? new PhotoMasks(options, context).assign(folder, photos, probes)
          : photos;
    } catch (IOException e) {
      throw unreadableFolder(e);
    }
  }

  /** Photographs whose extension says another format than they have; they are read all the same. */
  private static List<ImageEvidence> misnamed(List<Photo> photos, List<PhotoProbe> probes) {
    List<ImageEvidence> found = new ArrayList<>();
    for (int i = 0; i < photos.size(); i++) {
      ImageHeader.Format format = probes.get(i).format();
      if (!ImageFiles.isUsualFor(format, photos.get(i).name())) {
        found.add(
            new ImageEvidence(
                photos.get(i).name(),
                "MISNAMED",
                "its content is " + format + ", whatever its name says; it is read as that"));
      }
    }
    return found;
  }

  private void report(List<Photo> photos, List<PhotoProbe> probes) {
    NearDuplicates.find(
            photos.stream().map(Photo::name).toList(),
            probes.stream().map(PhotoProbe::thumbnail).toList(),
            options.nearDuplicateCorrelation())
        .forEach(context::warn);
    new SetQuality(photos).report(context);
    context.figure(
        "ingest.withFocalLength",
        photos.stream().filter(p -> !Double.isNaN(p.focalPixels())).count());
    context.figure("ingest.withGps", photos.stream().filter(p -> p.gps().isPresent()).count());
    context.figure("ingest.withTime", photos.stream().filter(p -> p.takenAt().isPresent()).count());
  }

  private void requireEnough(PhotoSet set, int candidates) {
    int usable = set.photos().size();
    if (usable >= options.minImages()) {
      return;
    }
    long unreadable = count(set, "UNREADABLE");
    long large = count(set, "TOO_LARGE");
    if (unreadable > 0 && unreadable >= large && unreadable >= usable) {
      throw new ReconstructionException(
          FailureCode.UNREADABLE_IMAGE,
          unreadable
              + " of "
              + candidates
              + " images cannot be read; "
              + usable
              + " usable are too few (at least "
              + options.minImages()
              + " are needed)",
          ADVICE_FILES,
          set.refused());
    }
    if (large > 0 && large >= usable) {
      throw new ReconstructionException(
          FailureCode.IMAGE_TOO_LARGE,
          large + " of " + candidates + " images are larger than the limits allow",
          "Reduce the images, or raise ingest.maxPixels.",
          set.refused());
    }
    String found =
        switch (usable) {
          case 0 -> "no usable image was found";
          case 1 -> "only one usable image was found";
          default -> "only " + usable + " usable images were found";
        };
    throw new ReconstructionException(
        FailureCode.TOO_FEW_IMAGES,
        found + "; a reconstruction needs at least " + options.minImages(),
        ADVICE_COUNT,
        set.refused());
  }

  private static long count(PhotoSet set, String problem) {
    return set.refused().stream().filter(e -> e.problem().equals(problem)).count();
  }
}
