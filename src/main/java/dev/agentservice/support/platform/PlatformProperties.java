package dev.agentservice.support.platform;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the service runs. The profiles {@code lambda} and {@code cloud-run} set it.
 *
 * @param platform what it may count on between two requests
 * @param platformTimeout after how long the platform ends a request; 0 where it does not.
 * Runs end 2 s earlier, so that the client gets a 504 of this service
 */
@Validated
@ConfigurationProperties("agent-service")
public record PlatformProperties(@NotNull @DefaultValue("server") Platform platform,
		@NotNull @DurationMin @DefaultValue("0s") Duration platformTimeout) {

	/** Whether there is nothing but requests. */
	public boolean onlyRequests() {
		return this.platform == Platform.REQUEST;
	}

}
