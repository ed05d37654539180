/** Lens projection, rotations, small linear algebra and polynomial roots in primitive arrays. */
package org.e2e3d.engine.sfm.geometry;
