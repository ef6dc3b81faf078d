/**
 * The HTTP face of OpenAI's protocol: completions, plain and streamed, models, errors.
 */
@NullMarked
package dev.agentservice.compat.openai.web;

import org.jspecify.annotations.NullMarked;
