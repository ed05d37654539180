/**
 * What the routes call, in the order of a batch's way: scan the inbox, decide completeness, claim,
 * run, publish, archive or dead-letter; and what keeps the promise after a crash: recovery and
 * re-sending. Beans here do one job each; the order in which they are called is in {@code
 * routes/*.camel.yaml}.
 */
package org.e2e3d.pipeline;
