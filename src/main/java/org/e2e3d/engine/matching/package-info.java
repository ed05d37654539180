/** Stage 3, matching: which pairs to try, descriptor matching, geometric verification. */
package org.e2e3d.engine.matching;
