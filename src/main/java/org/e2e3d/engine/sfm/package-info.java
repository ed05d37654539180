/**
 * Stage 4, sparse: incremental structure from motion with self-calibration and bundle adjustment.
 */
package org.e2e3d.engine.sfm;
