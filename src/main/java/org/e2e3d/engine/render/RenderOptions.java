package org.e2e3d.engine.render;

import org.e2e3d.engine.stage.Check;

/**
 * How pictures are drawn.
 *
 * @param shading what colours the surface
 * @param supersampling n x n samples are averaged in a pixel; 1 to 4
 * @param background colour where nothing is seen, 0xRRGGBB
 * @param culling which sides of faces are drawn; a drawn back side is darkened
 * @param threads threads to keep busy
 * @param oneColourAPixel whether samples of a pixel that lie on one surface share the colour of the
 *     first (multisampling): smooth outlines at a fraction of the cost, right where the texture has
 *     no more detail than the picture
 */
public record RenderOptions(
    Shading shading,
    int supersampling,
    int background,
    FaceCulling culling,
    int threads,
    boolean oneColourAPixel) {

  private static final int PAPER = 0xF4F4F2;

  /** Two samples a side, both sides drawn, on paper white. */
  public static RenderOptions of(Shading shading, int threads) {
    return new RenderOptions(shading, 2, PAPER, FaceCulling.NONE, threads, false);
  }

  public RenderOptions withSupersampling(int samples) {
    return new RenderOptions(shading, samples, background, culling, threads, oneColourAPixel);
  }

  public RenderOptions withBackground(int colour) {
    return new RenderOptions(shading, supersampling, colour, culling, threads, oneColourAPixel);
  }

  public RenderOptions withShading(Shading other) {
    return new RenderOptions(other, supersampling, background, culling, threads, oneColourAPixel);
  }

  /** The same with one colour for the samples of a pixel that lie on one surface. */
  public RenderOptions withOneColourAPixel() {
    return new RenderOptions(shading, supersampling, background, culling, threads, true);
  }

  /**
   * @throws org.e2e3d.engine.stage.ReconstructionException if a value is out of its range
   */
  public void validate() {
    Check.range("render.supersampling", supersampling, 1, 4);
    Check.range("render.threads", threads, 1, 1024);
  }
}
