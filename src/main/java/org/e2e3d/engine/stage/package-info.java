/**
 * What every stage shares: its context, its typed errors, presets, worker threads and option
 * checks.
 */
package org.e2e3d.engine.stage;
