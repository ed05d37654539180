package org.e2e3d.engine.scene;

/**
 * One page of a texture atlas.
 *
 * @param width pixels
 * @param height pixels
 * @param rgb 3*width*height bytes, row-major from the top, red first
 */
public record TexturePage(int width, int height, byte[] rgb) {}
