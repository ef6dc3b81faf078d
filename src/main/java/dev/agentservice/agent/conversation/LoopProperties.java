package dev.agentservice.agent.conversation;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of every run that neither its agent nor its client set.
 *
 * @param maxOutputTokens the cap on completion tokens of one model call
 * @param opaqueLimit how much is kept of what a provider wants to have back unchanged, in
 * bytes of UTF-8: of one model call for a run's next attempt, of a turn in its session.
 * What is more is not kept at all
 */
@Validated
@ConfigurationProperties("agent-service.run")
public record LoopProperties(@DefaultValue("2048") @Min(1) int maxOutputTokens,
		@NotNull @DefaultValue("64KB") DataSize opaqueLimit) {

	public LoopProperties {
		Assert.isTrue(!opaqueLimit.isNegative(), "agent-service.run.opaque-limit must not be negative");
	}

}
