/**
 * Tests of erasures of what providers keep.
 */
@NullMarked
package dev.agentservice.llm.personal;

import org.jspecify.annotations.NullMarked;
