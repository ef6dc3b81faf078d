package dev.agentservice.agent.definition;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.modulith.NamedInterface;
import org.springframework.validation.annotation.Validated;

/**
 * How long a run should take, phase by phase as runs measure them. A target stops
 * nothing; that it was missed is counted. Agents set their own in their files.
 *
 * @param planning all model calls that end in tool calls
 * @param tools all waiting for tools
 * @param response the model call that answers
 * @param total the whole run
 */
@Validated
@ConfigurationProperties("agent-service.targets")
@NamedInterface("definition")
public record LatencyTargets(@DefaultValue("2s") @NotNull @DurationMin(millis = 1) Duration planning,
		@DefaultValue("1s") @NotNull @DurationMin(millis = 1) Duration tools,
		@DefaultValue("3s") @NotNull @DurationMin(millis = 1) Duration response,
		@DefaultValue("10s") @NotNull @DurationMin(millis = 1) Duration total) {

}
