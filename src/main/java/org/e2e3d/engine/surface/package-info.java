/** Stage 6, surface: a closed mesh where it was seen, cleaned and simplified. */
package org.e2e3d.engine.surface;
