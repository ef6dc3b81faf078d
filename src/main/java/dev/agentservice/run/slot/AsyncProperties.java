package dev.agentservice.run.slot;

import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many runs from the queue one replica executes.
 *
 * @param limit how many at once, of {@code agent-service.run.in-flight.limit}, which is
 * the limit if it is lower: the other slots are left to clients that wait. 0 executes
 * none. Failure mode: none, since it is counted in memory
 */
@Validated
@ConfigurationProperties("agent-service.run.async")
record AsyncProperties(@Min(0) @DefaultValue("120") int limit) {

}
