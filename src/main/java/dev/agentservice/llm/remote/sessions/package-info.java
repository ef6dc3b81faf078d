/**
 * Loops at Anthropic: Managed Agents. A session is the conversation of one run; each part
 * of a loop is what happens between two things that are sent to it.
 */
@NullMarked
package dev.agentservice.llm.remote.sessions;

import org.jspecify.annotations.NullMarked;
