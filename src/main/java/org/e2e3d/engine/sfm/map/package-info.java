/** Incremental mapping: initial pair, next best view, registration, triangulation, filtering. */
package org.e2e3d.engine.sfm.map;
