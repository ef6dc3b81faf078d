/**
 * Redises beside the main one, for what is too large for it and need not be as safe. Each
 * has a connection and a breaker of its own.
 */
@NullMarked
package dev.agentservice.support.redis.beside;

import org.jspecify.annotations.NullMarked;
