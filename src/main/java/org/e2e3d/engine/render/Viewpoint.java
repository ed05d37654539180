package org.e2e3d.engine.render;

import org.e2e3d.engine.scene.Camera;
import org.e2e3d.engine.scene.Pose;

/**
 * A place to look at a model from.
 *
 * @param name where it is: front, left, right, above, back, …
 * @param camera a pinhole camera
 * @param pose world to camera
 */
public record Viewpoint(String name, Camera camera, Pose pose) {}
