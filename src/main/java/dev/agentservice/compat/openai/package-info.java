/**
 * OpenAI's chat protocol: each agent is a model.
 */
@NullMarked
package dev.agentservice.compat.openai;

import org.jspecify.annotations.NullMarked;
