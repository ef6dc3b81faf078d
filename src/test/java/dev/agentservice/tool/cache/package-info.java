/**
 * Tests of kept results, on a real Redis.
 */
@NullMarked
package dev.agentservice.tool.cache;

import org.jspecify.annotations.NullMarked;
