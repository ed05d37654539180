/**
 * The engine: a folder of photographs in, a folder of results out. It knows nothing of Camel, S3,
 * queues or HTTP.
 */
package org.e2e3d.engine;
