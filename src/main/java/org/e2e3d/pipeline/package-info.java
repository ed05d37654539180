/** What the routes call: scan, claim, run, publish, dead-letter. */
package org.e2e3d.pipeline;
