/** Bundle adjustment: Levenberg-Marquardt with a Schur complement on the points, in flat arrays. */
package org.e2e3d.engine.sfm.bundle;
