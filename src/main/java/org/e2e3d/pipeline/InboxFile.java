package org.e2e3d.pipeline;

import java.time.Instant;

/**
 * A file as one listing of an inbox shows it.
 *
 * @param key path below the inbox's root, '/'-separated, as the inbox spells it
 * @param size bytes
 * @param changed when anything about it last changed
 * @param mark changes whenever the content does: an ETag, or size and times
 */
record InboxFile(String key, long size, Instant changed, String mark) {}
