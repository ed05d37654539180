/** File formats of scene data: PLY, OBJ, GLB, COLMAP text. */
package org.e2e3d.engine.io;
