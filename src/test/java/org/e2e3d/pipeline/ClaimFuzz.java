package org.e2e3d.pipeline;

import java.io.IOException;
import org.e2e3d.testing.FuzzParts;

/** Fuzz target: a claim.json, which lies where others can spoil it. */
public final class ClaimFuzz {
  private ClaimFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    Claim claim;
    try {
      claim = ClaimStore.read(data);
    } catch (IOException e) {
      FuzzParts.require(!e.getMessage().isBlank(), "a refusal without a reason");
      return;
    }
    claim.notes().forEach(note -> FuzzParts.require(note != null, "a note of nothing"));
    for (Claim.Item item : claim.inputs()) {
      FuzzParts.require(!SafeName.path(item.name()).isEmpty(), "a name of nothing");
    }
    claim.inputBytes();
    claim.images();
  }
}
