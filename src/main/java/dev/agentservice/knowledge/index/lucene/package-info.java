/**
 * The index in this process: one of Lucene in memory for each collection that is
 * searched, made of the manifest at the first search and kept up to date by its log.
 */
@NullMarked
package dev.agentservice.knowledge.index.lucene;

import org.jspecify.annotations.NullMarked;
