/** Estimators of two-view, absolute and point geometry, robust to outliers and deterministic. */
package org.e2e3d.engine.sfm.estimate;
