package org.e2e3d.testing;

import java.util.List;
import org.e2e3d.engine.render.FaceBuffer;
import org.e2e3d.engine.render.FaceCulling;
import org.e2e3d.engine.render.Picture;
import org.e2e3d.engine.render.Rasterizer;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.stage.Workers;

/**
 * Photographs exact meshes filled with {@link SolidTexture}s, with any lens: each sub-pixel's ray
 * is bent back, met with the face it sees, and coloured by the point it hits. Light is fixed to the
 * world, so that views agree.
 */
public final class SceneRenderer {
  private static final double[] SUN = {0.35, -0.62, 0.70};

  private final TriangleMesh mesh;
  private final int[] material;
  private final List<SolidTexture> textures;
  private final int samples;

  /**
   * @param scene the mesh; its materials are indices into textures
   * @param samples n x n rays in a pixel
   */
  public SceneRenderer(SceneMesh scene, List<SolidTexture> textures, int samples) {
    this.mesh = scene.mesh();
    this.material = scene.materials();
    this.textures = List.copyOf(textures);
    this.samples = samples;
  }

  public TriangleMesh mesh() {
    return mesh;
  }

  /**
   * Takes a photograph.
   *
   * @param camera any lens
   * @param gain brightness factor, 1 for the common exposure
   */
  public Picture photograph(Camera camera, Pose pose, double gain) {
    Picture picture = Picture.filled(camera.width(), camera.height(), 0x8090A0);
    FaceBuffer seen = wide(camera, pose);
    double[] r = pose.rotation();
    double[] eye = pose.centre();
    Workers.forEach(
        2,
        camera.height(),
        y -> {
          double[] ray = new double[2];
          double[] colour = new double[3];
          double[] sum = new double[3];
          for (int x = 0; x < camera.width(); x++) {
            sum[0] = sum[1] = sum[2] = 0;
            int hits = 0;
            for (int s = 0; s < samples * samples; s++) {
              double u = x + (s % samples + 0.5) / samples;
              double v = y + (s / samples + 0.5) / samples;
              camera.unproject(u, v, ray);
              int face = faceAt(seen, ray);
              if (face < 0) {
                continue;
              }
              hits++;
              double dx = r[0] * ray[0] + r[3] * ray[1] + r[6];
              double dy = r[1] * ray[0] + r[4] * ray[1] + r[7];
              double dz = r[2] * ray[0] + r[5] * ray[1] + r[8];
              colour(face, eye, dx, dy, dz, colour);
              sum[0] += colour[0];
              sum[1] += colour[1];
              sum[2] += colour[2];
            }
            for (int k = 0; k < 3; k++) {
              int o = 3 * (y * camera.width() + x) + k;
              double sky = (picture.rgb()[o] & 255) / 255.0 * (samples * samples - hits);
              double value = gain * (sum[k] + sky) / (samples * samples);
              picture.rgb()[o] = (byte) Math.round(255 * Math.max(0, Math.min(1, value)));
            }
          }
        });
    return picture;
  }

  /** The true depth map and faces of a pinhole camera. */
  public FaceBuffer truth(Camera pinhole, Pose pose) {
    return Rasterizer.draw(mesh, pinhole, pose, FaceCulling.BACK, 2);
  }

  /** The scene's colour (0 to 1, light included) at a point of a face. */
  public void colourAt(int face, double x, double y, double z, double[] rgb) {
    textures.get(material[face]).at(x, y, z, rgb);
    double[] n = normal(face);
    double light = 0.62 + 0.38 * Math.max(0, n[0] * SUN[0] + n[1] * SUN[1] + n[2] * SUN[2]);
    rgb[0] *= light;
    rgb[1] *= light;
    rgb[2] *= light;
  }

  private void colour(int face, double[] eye, double dx, double dy, double dz, double[] rgb) {
    double[] n = normal(face);
    int a = 3 * mesh.triangles()[3 * face];
    float[] p = mesh.xyz();
    double t =
        (n[0] * (p[a] - eye[0]) + n[1] * (p[a + 1] - eye[1]) + n[2] * (p[a + 2] - eye[2]))
            / (n[0] * dx + n[1] * dy + n[2] * dz);
    colourAt(face, eye[0] + t * dx, eye[1] + t * dy, eye[2] + t * dz, rgb);
  }

  private double[] normal(int face) {
    int[] t = mesh.triangles();
    float[] p = mesh.xyz();
    int a = 3 * t[3 * face];
    int b = 3 * t[3 * face + 1];
    int c = 3 * t[3 * face + 2];
    double ux = p[b] - p[a];
    double uy = p[b + 1] - p[a + 1];
    double uz = p[b + 2] - p[a + 2];
    double vx = p[c] - p[a];
    double vy = p[c + 1] - p[a + 1];
    double vz = p[c + 2] - p[a + 2];
    double nx = uy * vz - uz * vy;
    double ny = uz * vx - ux * vz;
    double nz = ux * vy - uy * vx;
    double norm = Math.sqrt(nx * nx + ny * ny + nz * nz);
    return new double[] {nx / norm, ny / norm, nz / norm};
  }

  /** Faces on a pinhole plane that covers the lens's whole picture, one cell a sub-pixel. */
  private FaceBuffer wide(Camera camera, Pose pose) {
    double[] ray = new double[2];
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
    int steps = 40;
    for (int i = 0; i <= steps; i++) {
      for (int j = 0; j <= steps; j++) {
        camera.unproject(
            camera.width() * (double) j / steps, camera.height() * (double) i / steps, ray);
        left = Math.min(left, ray[0]);
        right = Math.max(right, ray[0]);
        top = Math.min(top, ray[1]);
        bottom = Math.max(bottom, ray[1]);
      }
    }
    double f = camera.fx() * samples;
    Camera plane =
        Camera.pinhole(
            0,
            (int) Math.ceil(f * (right - left)) + 2,
            (int) Math.ceil(f * (bottom - top)) + 2,
            f,
            f,
            1 - f * left,
            1 - f * top);
    return Rasterizer.draw(mesh, plane, pose, FaceCulling.BACK, 2);
  }

  private static int faceAt(FaceBuffer seen, double[] ray) {
    Camera c = seen.camera();
    int x = (int) Math.floor(c.fx() * ray[0] + c.cx());
    int y = (int) Math.floor(c.fy() * ray[1] + c.cy());
    x = Math.max(0, Math.min(c.width() - 1, x));
    y = Math.max(0, Math.min(c.height() - 1, y));
    return seen.face()[y * c.width() + x];
  }
}
