/**
 * Real Redis servers for tests and local mode: a single one, and a cluster of three.
 */
@NullMarked
package dev.agentservice.redis;

import org.jspecify.annotations.NullMarked;
