/**
 * Each dialect that models are asked in, from a client's question to the ledger: what the
 * provider says, and what the service makes of it.
 */
@NullMarked
package dev.agentservice.endtoend.providers;

import org.jspecify.annotations.NullMarked;
