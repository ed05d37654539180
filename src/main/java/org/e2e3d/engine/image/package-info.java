/**
 * Stage 1, ingest: which files are photographs, what their metadata says, and how they are decoded.
 */
package org.e2e3d.engine.image;
