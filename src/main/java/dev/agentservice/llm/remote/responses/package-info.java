/**
 * OpenAI's Responses API in the background: requests, items and streams.
 *
 * @see <a href="https://platform.openai.com/docs/guides/background">Background mode</a>
 */
@NullMarked
package dev.agentservice.llm.remote.responses;

import org.jspecify.annotations.NullMarked;
