package org.e2e3d.engine.render;

import java.util.List;
import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;
import org.e2e3d.engine.scene.TexturePage;
import org.e2e3d.engine.scene.TexturedMesh;
import org.e2e3d.engine.scene.TriangleMesh;
import org.e2e3d.engine.stage.Workers;

/** Draws meshes off-screen: z-buffer, perspective-correct colours and textures, anti-aliased. */
public final class MeshRenderer {
  /** Samples of a pixel whose depths differ by a smaller share lie on one surface. */
  private static final float SAME_SURFACE = 0.01f;

  private final RenderOptions options;

  public MeshRenderer(RenderOptions options) {
    options.validate();
    this.options = options;
  }

  /**
   * Draws a mesh without texture.
   *
   * @param camera a pinhole camera; its size is the picture's
   * @param pose world to camera
   */
  public Rendering render(TriangleMesh mesh, Camera camera, Pose pose) {
    return render(new TexturedMesh(mesh, new float[0], new int[0], List.of()), camera, pose);
  }

  /**
   * Draws a mesh with its texture, bilinearly sampled.
   *
   * @param camera a pinhole camera; its size is the picture's
   * @param pose world to camera
   */
  public Rendering render(TexturedMesh textured, Camera camera, Pose pose) {
    Rendering fine = fine(textured, camera, pose);
    int n = options.supersampling();
    FaceBuffer centres =
        n == 1
            ? fine.buffer()
            : Rasterizer.draw(textured.mesh(), camera, pose, options.culling(), options.threads());
    return new Rendering(fine.picture().reduced(n), centres);
  }

  /** The picture alone, which costs less than {@link #render}. */
  public Picture picture(TexturedMesh textured, Camera camera, Pose pose) {
    return fine(textured, camera, pose).picture().reduced(options.supersampling());
  }

  /** Every sample of the picture. */
  private Rendering fine(TexturedMesh textured, Camera camera, Pose pose) {
    int n = options.supersampling();
    Camera fine = camera.scaledTo(camera.width() * n, camera.height() * n);
    TriangleMesh mesh = textured.mesh();
    int threads = options.threads();
    CameraFrame frame = CameraFrame.of(mesh, fine, pose, threads);
    FaceBuffer buffer = Rasterizer.draw(mesh, frame, fine, options.culling(), threads);
    Picture picture = Picture.filled(fine.width(), fine.height(), options.background());
    FaceShader shader = shader(textured);
    Workers.forEach(
        threads,
        camera.height(),
        row -> {
          Hit hit = new Hit();
          for (int y = row * n; y < (row + 1) * n; y++) {
            for (int x = 0; x < fine.width(); x++) {
              if (!options.oneColourAPixel() || !share(x, y, buffer, picture)) {
                shade(x, y, mesh, frame, buffer, shader, hit, picture);
              }
            }
          }
        });
    return new Rendering(picture, buffer);
  }

  private FaceShader shader(TexturedMesh textured) {
    if (options.shading() == Shading.COLOUR && textured.hasTexture()) {
      return new TextureShader(textured);
    }
    if (options.shading() != Shading.GREY && textured.mesh().hasColours()) {
      return new VertexColourShader(textured.mesh());
    }
    return new HeadlightShader();
  }

  /**
   * Copies the colour of the pixel's first sample to another sample of it that lies on the same
   * surface. Returns whether it did.
   */
  private boolean share(int x, int y, FaceBuffer buffer, Picture picture) {
    int n = options.supersampling();
    int at = y * buffer.width() + x;
    int first = (y - y % n) * buffer.width() + x - x % n;
    if (first == at || buffer.face()[first] < 0 || buffer.face()[at] < 0) {
      return false;
    }
    float d = buffer.depth()[first];
    if (Math.abs(buffer.depth()[at] - d) > SAME_SURFACE * d) {
      return false;
    }
    System.arraycopy(picture.rgb(), 3 * first, picture.rgb(), 3 * at, 3);
    return true;
  }

  private static void shade(
      int x,
      int y,
      TriangleMesh mesh,
      CameraFrame frame,
      FaceBuffer buffer,
      FaceShader shader,
      Hit hit,
      Picture picture) {
    Camera camera = buffer.camera();
    int[] triangles = mesh.triangles();
    int f = buffer.face()[y * camera.width() + x];
    if (f < 0) {
      return;
    }
    double dx = (x + 0.5 - camera.cx()) / camera.fx();
    double dy = (y + 0.5 - camera.cy()) / camera.fy();
    hit.set(frame.eye(), f, triangles[3 * f], triangles[3 * f + 1], triangles[3 * f + 2], dx, dy);
    shader.shade(hit);
    double dim = hit.back ? 0.45 : 1;
    int o = 3 * (y * camera.width() + x);
    byte[] out = picture.rgb();
    out[o] = (byte) (int) (hit.red * dim + 0.5);
    out[o + 1] = (byte) (int) (hit.green * dim + 0.5);
    out[o + 2] = (byte) (int) (hit.blue * dim + 0.5);
  }

  /** Gives a point of a face its colour. */
  private interface FaceShader {
    void shade(Hit hit);
  }

  /** Where a ray meets a face: barycentric weights, and the colour to be found there (0 to 255). */
  private static final class Hit {
    int face;
    int a;
    int b;
    int c;
    double wa;
    double wb;
    double wc;
    float[] eye;
    double dx;
    double dy;
    boolean back;
    double red;
    double green;
    double blue;

    void set(float[] eye, int f, int va, int vb, int vc, double dx, double dy) {
      face = f;
      this.eye = eye;
      this.dx = dx;
      this.dy = dy;
      a = va;
      b = vb;
      c = vc;
      double ax = eye[3 * va];
      double ay = eye[3 * va + 1];
      double az = eye[3 * va + 2];
      double bx = eye[3 * vb];
      double by = eye[3 * vb + 1];
      double bz = eye[3 * vb + 2];
      double cx = eye[3 * vc];
      double cy = eye[3 * vc + 1];
      double cz = eye[3 * vc + 2];
      double px = by * cz - bz * cy;
      double py = bz * cx - bx * cz;
      double pz = bx * cy - by * cx;
      double e0 = dx * px + dy * py + pz;
      double e1 = dx * (cy * az - cz * ay) + dy * (cz * ax - cx * az) + cx * ay - cy * ax;
      double e2 = dx * (ay * bz - az * by) + dy * (az * bx - ax * bz) + ax * by - ay * bx;
      double sum = e0 + e1 + e2;
      wa = e0 / sum;
      wb = e1 / sum;
      wc = e2 / sum;
      back = ax * px + ay * py + az * pz > 0;
    }

    /** The cosine between the ray and the face's normal, whichever side it is seen from. */
    double facing() {
      double ux = eye[3 * b] - eye[3 * a];
      double uy = eye[3 * b + 1] - eye[3 * a + 1];
      double uz = eye[3 * b + 2] - eye[3 * a + 2];
      double vx = eye[3 * c] - eye[3 * a];
      double vy = eye[3 * c + 1] - eye[3 * a + 1];
      double vz = eye[3 * c + 2] - eye[3 * a + 2];
      double nx = uy * vz - uz * vy;
      double ny = uz * vx - ux * vz;
      double nz = ux * vy - uy * vx;
      return Math.abs(nx * dx + ny * dy + nz)
          / Math.sqrt((nx * nx + ny * ny + nz * nz) * (dx * dx + dy * dy + 1));
    }
  }

  private static final class HeadlightShader implements FaceShader {
    @Override
    public void shade(Hit hit) {
      double light = 40 + 190 * hit.facing();
      hit.red = light;
      hit.green = light;
      hit.blue = light;
    }
  }

  private static final class VertexColourShader implements FaceShader {
    private final byte[] rgb;

    VertexColourShader(TriangleMesh mesh) {
      this.rgb = mesh.rgb();
    }

    @Override
    public void shade(Hit hit) {
      hit.red = mix(hit, 0);
      hit.green = mix(hit, 1);
      hit.blue = mix(hit, 2);
    }

    private double mix(Hit h, int channel) {
      double v =
          h.wa * (rgb[3 * h.a + channel] & 255)
              + h.wb * (rgb[3 * h.b + channel] & 255)
              + h.wc * (rgb[3 * h.c + channel] & 255);
      return Math.max(0, Math.min(255, v));
    }
  }

  private static final class TextureShader implements FaceShader {
    private final float[] uv;
    private final int[] page;
    private final TexturePage[] pages;

    TextureShader(TexturedMesh textured) {
      this.uv = textured.uv();
      this.page = textured.page();
      this.pages = textured.pages().toArray(new TexturePage[0]);
    }

    @Override
    public void shade(Hit hit) {
      TexturePage p = pages[page[hit.face]];
      int k = 6 * hit.face;
      double u = hit.wa * uv[k] + hit.wb * uv[k + 2] + hit.wc * uv[k + 4];
      double v = hit.wa * uv[k + 1] + hit.wb * uv[k + 3] + hit.wc * uv[k + 5];
      double x = Math.max(0, Math.min(p.width() - 1, u * p.width() - 0.5));
      double y = Math.max(0, Math.min(p.height() - 1, v * p.height() - 0.5));
      int x0 = (int) x;
      int y0 = (int) y;
      int right = x0 + 1 < p.width() ? 3 : 0;
      int down = y0 + 1 < p.height() ? 3 * p.width() : 0;
      double fx = x - x0;
      double fy = y - y0;
      byte[] rgb = p.rgb();
      int o = 3 * (y0 * p.width() + x0);
      hit.red = bilinear(rgb, o, right, down, fx, fy);
      hit.green = bilinear(rgb, o + 1, right, down, fx, fy);
      hit.blue = bilinear(rgb, o + 2, right, down, fx, fy);
    }

    private static double bilinear(byte[] t, int o, int right, int down, double fx, double fy) {
      double upper = (t[o] & 255) * (1 - fx) + (t[o + right] & 255) * fx;
      double lower = (t[o + down] & 255) * (1 - fx) + (t[o + down + right] & 255) * fx;
      return upper * (1 - fy) + lower * fy;
    }
  }
}
