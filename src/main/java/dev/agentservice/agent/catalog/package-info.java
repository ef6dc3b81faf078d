/**
 * The agents of this replica: read at start, read again when their files change; a broken
 * file keeps the last good one.
 * <p>
 * Redis key <code>as:agent:&lt;revision&gt;</code>: the text of each revision that a run
 * was stamped with, for as long as such a run may be continued; no personal data.
 */
@NullMarked
package dev.agentservice.agent.catalog;

import org.jspecify.annotations.NullMarked;
