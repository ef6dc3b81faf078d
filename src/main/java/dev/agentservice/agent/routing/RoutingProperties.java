package dev.agentservice.agent.routing;

import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which tasks go to the stronger model.
 *
 * @param threshold a task with at least this many points, as {@link TaskComplexity}
 * counts them, goes to the agent's {@code complex} model; 0 sends all tasks there
 */
@Validated
@ConfigurationProperties("agent-service.routing")
record RoutingProperties(@DefaultValue("3") @Min(0) int threshold) {

}
