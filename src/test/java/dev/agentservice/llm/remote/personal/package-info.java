/**
 * Tests of what an erasure makes of loops at providers.
 */
@NullMarked
package dev.agentservice.llm.remote.personal;

import org.jspecify.annotations.NullMarked;
