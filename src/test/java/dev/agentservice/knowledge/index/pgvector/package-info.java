/** Tests of the index in PostgreSQL. */
@NullMarked
package dev.agentservice.knowledge.index.pgvector;

import org.jspecify.annotations.NullMarked;
