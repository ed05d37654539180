/** The model's own page: an interactive viewer that needs no other server. */
package org.e2e3d.engine.export.viewer;
