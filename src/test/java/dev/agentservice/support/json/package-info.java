/**
 * Tests of reading bodies.
 */
@NullMarked
package dev.agentservice.support.json;

import org.jspecify.annotations.NullMarked;
