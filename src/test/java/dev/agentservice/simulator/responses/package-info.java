/**
 * OpenAI's Responses API: background responses that go on without a client, their
 * streams, records and items.
 */
@NullMarked
package dev.agentservice.simulator.responses;

import org.jspecify.annotations.NullMarked;
