/**
 * The agents of this replica: read at start, read again when their files change; a broken
 * file keeps the last good one.
 */
@NullMarked
package dev.agentservice.agent.catalog;

import org.jspecify.annotations.NullMarked;
