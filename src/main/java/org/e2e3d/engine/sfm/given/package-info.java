/** Stage 4 where the cameras are given: a sparse model made elsewhere is taken in. */
package org.e2e3d.engine.sfm.given;
