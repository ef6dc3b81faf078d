package dev.agentservice.run;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How a replica stops. All of it happens within
 * {@code spring.lifecycle.timeout-per-shutdown-phase}.
 *
 * @param delay how long new runs are still accepted after readiness went down: the time
 * that load balancers need to notice
 * @param stopEarly how long before the end of that time the unfinished runs are stopped,
 * so that they can store their steps and their end
 */
@Validated
@ConfigurationProperties("agent-service.run.shutdown")
record ShutdownProperties(@NotNull @DurationMin @DefaultValue("0s") Duration delay,
		@NotNull @DurationMin(millis = 100) @DefaultValue("5s") Duration stopEarly) {

}
