/**
 * Searches: what the indexes find is checked against the manifest, judged, and ranked.
 */
@NullMarked
package dev.agentservice.knowledge.search;

import org.jspecify.annotations.NullMarked;
