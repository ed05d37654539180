/** Stage 7, texture: view selection, seam levelling, atlas packing. */
package org.e2e3d.engine.texture;
