/**
 * What a run has done so far: step by step for its client, and as the documents by which
 * its next attempt goes on.
 */
@NullMarked
package dev.agentservice.agent.journal;

import org.jspecify.annotations.NullMarked;
