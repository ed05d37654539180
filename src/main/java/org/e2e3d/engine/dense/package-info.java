/** Stage 5, dense: a depth map per view, consistency across views, the fused cloud. */
package org.e2e3d.engine.dense;
