/** Stage 2, features: RootSIFT with a spatially even selection. */
package org.e2e3d.engine.features;
