package org.e2e3d.engine.image;

/**
 * How light a photograph is, from its grey values.
 *
 * @param mean in [0, 1]
 * @param black share of the pixels that are as good as black, in [0, 1]
 * @param white share of the pixels that are as good as white, in [0, 1]
 */
public record Exposure(double mean, double black, double white) {}
