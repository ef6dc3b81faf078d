/**
 * What an agent is, and how a file with front matter says it.
 */
@NullMarked
package dev.agentservice.agent.definition;

import org.jspecify.annotations.NullMarked;
