package dev.agentservice.llm.remote;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Loops that run at providers.
 *
 * @param queuedLimit how long one may wait at its provider before it is worked on; then
 * it counts as failed, since some wait for ever
 * @param silence how long a stream may be silent before the provider's record is looked
 * at
 * @param cancelTimeout how long the end of a run waits for the provider to stop its part
 * @param sessions what sessions of Managed Agents are made of
 */
@Validated
@ConfigurationProperties("agent-service.llm.remote")
public record RemoteProperties(@DefaultValue("60s") @NotNull @DurationMin(millis = 0) Duration queuedLimit,
		@DefaultValue("10s") @NotNull @DurationMin(millis = 1) Duration silence,
		@DefaultValue("2s") @NotNull @DurationMin(millis = 1) Duration cancelTimeout, @DefaultValue Sessions sessions) {

	/**
	 * What a session of Managed Agents needs besides this service's agent, and only its
	 * operator can create.
	 *
	 * @param agent the id of an agent there, whose model, instructions and tools each
	 * session replaces
	 * @param environment the id of the environment in which hosted tools run
	 */
	public record Sessions(@DefaultValue("") String agent, @DefaultValue("") String environment) {

		/** There can be none. */
		public static final Sessions NONE = new Sessions("", "");

		/** Whether there can be sessions. */
		public boolean isComplete() {
			return !this.agent.isBlank() && !this.environment.isBlank();
		}

	}

}
