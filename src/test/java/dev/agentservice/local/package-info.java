/**
 * Local mode: the whole service on one machine, with a Redis of its own and simulated
 * model providers, for trying out and developing. No production jar contains it.
 */
@NullMarked
package dev.agentservice.local;

import org.jspecify.annotations.NullMarked;
