package org.e2e3d.engine.stage;

/**
 * What was found out about one image.
 *
 * @param image path relative to the image folder, '/'-separated
 * @param problem a short upper-case code: UNREADABLE, DUPLICATE, BLURRY, NO_FEATURES, UNMATCHED,
 *     NOT_REGISTERED, IGNORED, …
 * @param detail a sentence with the figures
 */
public record ImageEvidence(String image, String problem, String detail) {}
