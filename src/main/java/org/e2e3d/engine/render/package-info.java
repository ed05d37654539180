/** A software renderer for preview pictures. */
package org.e2e3d.engine.render;
