/**
 * What parts of loops at providers may cost, and what they have cost.
 */
@NullMarked
package dev.agentservice.llm.remote.money;

import org.jspecify.annotations.NullMarked;
