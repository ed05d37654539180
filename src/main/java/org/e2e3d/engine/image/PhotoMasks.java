package org.e2e3d.engine.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.e2e3d.engine.image.ImageHeader.NotAnImageException;
import org.e2e3d.engine.image.MaskReader.BadMaskException;
import org.e2e3d.engine.stage.ImageEvidence;
import org.e2e3d.engine.stage.StageContext;
import org.e2e3d.engine.stage.Workers;

/**
 * Gives each photograph the mask that was drawn for it, or its own alpha channel where that cuts
 * something out. A mask that cannot be used is reported, and the photograph used whole.
 */
final class PhotoMasks {
  private final IngestOptions options;
  private final StageContext context;

  PhotoMasks(IngestOptions options, StageContext context) {
    this.options = options;
    this.context = context;
  }

  /** What became of one photograph's mask. */
  private record Verdict(Optional<Path> mask, Optional<ImageEvidence> evidence) {}

  /**
   * Assigns masks and warns of those that are left or cannot be used.
   *
   * @param probes those of the photographs
   * @throws IOException if the masks' folder cannot be listed
   */
  List<Photo> assign(Path imageFolder, List<Photo> photos, List<PhotoProbe> probes)
      throws IOException {
    Masks masks = Masks.in(imageFolder);
    List<Optional<Path>> drawn = photos.stream().map(p -> masks.of(p.name())).toList();
    masks.unused().forEach(context::warn);
    Verdict[] verdicts = new Verdict[photos.size()];
    Workers.forEach(
        context.threads(),
        verdicts.length,
        i -> {
          context.checkCancelled();
          verdicts[i] = judge(photos.get(i), probes.get(i), drawn.get(i), masks);
        });
    List<Photo> result = new ArrayList<>();
    for (int i = 0; i < verdicts.length; i++) {
      verdicts[i].evidence().ifPresent(context::warn);
      result.add(photos.get(i).withMask(verdicts[i].mask()));
    }
    context.figure("ingest.withMask", result.stream().filter(p -> p.mask().isPresent()).count());
    return result;
  }

  private Verdict judge(Photo p, PhotoProbe probe, Optional<Path> drawn, Masks masks) {
    Optional<Path> own = probe.transparent() ? Optional.of(p.file()) : Optional.empty();
    if (drawn.isEmpty()) {
      return new Verdict(own, Optional.empty());
    }
    String name = masks.name(drawn.get());
    try {
      double kept =
          MaskReader.keptShare(read(drawn.get()), p.width(), p.height(), p.quarterTurns());
      return new Verdict(
          drawn,
          kept > 0
              ? Optional.empty()
              : Optional.of(
                  new ImageEvidence(
                      p.name(), "MASKED_OUT", "its mask " + name + " leaves nothing of it")));
    } catch (IOException | BadMaskException e) {
      return new Verdict(
          own,
          Optional.of(
              new ImageEvidence(
                  p.name(),
                  "MASK_UNREADABLE",
                  "it is used without its mask " + name + ": " + e.getMessage())));
    }
  }

  /** The bytes of a mask that its header shows to be within the bounds of a photograph. */
  private byte[] read(Path mask) throws IOException, BadMaskException {
    if (Files.size(mask) > options.maxFileBytes()) {
      throw new BadMaskException("it has more bytes than ingest.maxFileBytes allows");
    }
    byte[] bytes = Files.readAllBytes(mask);
    ImageHeader header;
    try {
      header = ImageHeader.of(bytes);
    } catch (NotAnImageException e) {
      throw new BadMaskException(e.getMessage());
    }
    if ((long) header.width() * header.height() > options.maxPixels()) {
      throw new BadMaskException("it has more pixels than ingest.maxPixels allows");
    }
    if (!header.isWhole()) {
      throw new BadMaskException(header.defect());
    }
    return bytes;
  }
}
