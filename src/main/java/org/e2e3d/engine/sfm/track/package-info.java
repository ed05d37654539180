/** Feature tracks: which features of which photographs show the same point. */
package org.e2e3d.engine.sfm.track;
