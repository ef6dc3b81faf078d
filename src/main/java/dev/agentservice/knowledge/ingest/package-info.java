/**
 * How documents get into collections, and out of them.
 */
@NullMarked
package dev.agentservice.knowledge.ingest;

import org.jspecify.annotations.NullMarked;
