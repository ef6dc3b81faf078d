package dev.agentservice.run.interaction.seal;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The log of what users asked and were answered.
 *
 * @param sink where it goes. Failure mode: closed; a text that cannot be redacted or
 * sealed is not logged
 * @param retention how long its lines can be read, in whole; shorter than
 * {@code agent-service.redis.epoch-ttl}
 * @param maxText how much of a task or of an answer is kept, in bytes of UTF-8; together
 * they fit into a line of 16 KB
 */
@Validated
@ConfigurationProperties("agent-service.interactions")
public record InteractionProperties(@NotNull @DefaultValue("off") Sink sink,
		@NotNull @DurationMin(days = 1) @DefaultValue("30d") Duration retention,
		@NotNull @DefaultValue("4KB") DataSize maxText) {

	/**
	 * Of two texts and 20 names of tools of 64 characters, all as Base64, beside the rest
	 * of a line.
	 */
	private static final DataSize LARGEST = DataSize.ofBytes(4_700);

	public InteractionProperties {
		if (maxText.compareTo(LARGEST) > 0 || maxText.toBytes() < 1) {
			throw new IllegalArgumentException("agent-service.interactions.max-text must be 1 to " + LARGEST.toBytes()
					+ " bytes: a line must not exceed 16 KB");
		}
	}

	/** Where the log goes. */
	public enum Sink {

		/** There is none. */
		OFF,
		/** To the service's own log, a sealed line for each run. */
		SEALED_LOG

	}

}
