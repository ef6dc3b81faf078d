/**
 * OpenAI's embeddings, as its API reference describes them, and what may go wrong with
 * them.
 *
 * @see <a href=
 * "https://platform.openai.com/docs/api-reference/embeddings">Embeddings</a>
 */
@NullMarked
package dev.agentservice.simulator.embedding;

import org.jspecify.annotations.NullMarked;
