/**
 * What a model is shown: the conversation, cut to what fits its window.
 */
@NullMarked
package dev.agentservice.agent.prompt;

import org.jspecify.annotations.NullMarked;
