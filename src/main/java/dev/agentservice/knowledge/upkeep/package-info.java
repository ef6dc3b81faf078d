/**
 * Keeps indexes outside of this process equal to the manifest: what is stored is written
 * there first, what no longer counts is deleted there afterwards, and a collection that
 * an index does not hold is filled into it. Whatever is interrupted is made up for by a
 * sweep.
 */
@NullMarked
package dev.agentservice.knowledge.upkeep;

import org.jspecify.annotations.NullMarked;
