/**
 * OpenAI's chat completions and models, as its API reference describes them.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat">Chat completions</a>
 */
@NullMarked
package dev.agentservice.simulator.openai;

import org.jspecify.annotations.NullMarked;
