/**
 * Tests of what files may say.
 */
@NullMarked
package dev.agentservice.agent.definition;

import org.jspecify.annotations.NullMarked;
