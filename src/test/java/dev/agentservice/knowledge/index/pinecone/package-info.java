/** Tests of the index at Pinecone, against a simulator. */
@NullMarked
package dev.agentservice.knowledge.index.pinecone;

import org.jspecify.annotations.NullMarked;
