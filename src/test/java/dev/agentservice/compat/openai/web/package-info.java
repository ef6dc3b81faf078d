/**
 * Tests of how runs are told to OpenAI's clients.
 */
@NullMarked
package dev.agentservice.compat.openai.web;

import org.jspecify.annotations.NullMarked;
