/**
 * Scale-invariant features from scratch: scale space line by line, extrema, directions,
 * descriptions.
 */
package org.e2e3d.engine.features.sift;
