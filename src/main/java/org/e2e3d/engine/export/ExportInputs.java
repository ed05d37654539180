package org.e2e3d.engine.export;

import java.nio.file.Path;
import java.util.List;
import org.e2e3d.engine.image.PhotoSet;
import org.e2e3d.engine.scene.PointCloud;
import org.e2e3d.engine.scene.SparseModel;
import org.e2e3d.engine.scene.TexturedMesh;

/**
 * What is exported.
 *
 * @param output folder the model's files are written to; made if missing
 * @param photos what ingest found
 * @param sparse cameras, views and tracks, in the frame of cloud and mesh
 * @param cloud the fused dense cloud
 * @param model the mesh, with an atlas or with vertex colours
 * @param depthMaps files of the depth maps, for pictures in the report; may be empty
 * @param run how the stages before went
 */
public record ExportInputs(
    Path output,
    PhotoSet photos,
    SparseModel sparse,
    PointCloud cloud,
    TexturedMesh model,
    List<Path> depthMaps,
    RunRecord run) {

  public ExportInputs {
    depthMaps = List.copyOf(depthMaps);
  }
}
