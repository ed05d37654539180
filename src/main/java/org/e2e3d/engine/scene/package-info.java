/** Plain data: what the stages hand to one another. No algorithms, no files, no natives. */
package org.e2e3d.engine.scene;
