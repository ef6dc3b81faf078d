/**
 * Anthropic's messages, as its API reference describes them.
 *
 * @see <a href="https://docs.claude.com/en/api/messages">Messages</a>
 */
@NullMarked
package dev.agentservice.simulator.anthropic;

import org.jspecify.annotations.NullMarked;
