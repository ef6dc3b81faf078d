/**
 * The index in PostgreSQL with the extension {@code vector}. It holds vectors, lexemes,
 * ids and seals, and no text. Rows of all tenants are in one table for each length of
 * vectors; every statement names tenant, collection, generation and owner.
 */
@NullMarked
package dev.agentservice.knowledge.index.pgvector;

import org.jspecify.annotations.NullMarked;
