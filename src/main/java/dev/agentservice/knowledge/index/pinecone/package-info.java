/**
 * The index at Pinecone, by its REST data plane. It holds vectors, ids and seals, and no
 * text; words are found by the index in this process. What was written is found there
 * some seconds later, and what was deleted as much later not any more: neither matters,
 * since every hit is checked against the manifest.
 */
@NullMarked
package dev.agentservice.knowledge.index.pinecone;

import org.jspecify.annotations.NullMarked;
