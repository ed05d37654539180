package org.e2e3d.engine.render;

/**
 * A drawn mesh.
 *
 * @param picture the colours
 * @param buffer depth and face at each pixel centre, at the picture's size
 */
public record Rendering(Picture picture, FaceBuffer buffer) {}
