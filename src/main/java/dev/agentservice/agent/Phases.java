package dev.agentservice.agent;

import java.time.Duration;

/**
 * Where a run's time went.
 *
 * @param planning model calls that ended in tool calls
 * @param toolExecution waiting for tools; calls in parallel count once
 * @param responseGeneration the model call that answered
 * @param total from the start of the loop to the answer; of earlier attempts, up to what
 * they finished last
 */
public record Phases(Duration planning, Duration toolExecution, Duration responseGeneration, Duration total) {

}
