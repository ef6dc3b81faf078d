package dev.agentservice.run.record;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the events of streamed runs are stored and read.
 *
 * @param maxEvents how many latest events of a run are kept; a reader further behind gets
 * the answer so far instead
 * @param ttl how long a run's events are kept after its latest one; must be longer than
 * any time between two events of a run
 * @param poll the time without an event after which a reader polls, with or without a
 * signal, and its client gets a comment line
 * @param clientGrace how long a streamed run continues without a reader
 * @param streamsPerUser how many streams a user may have open on one replica, of all
 * protocols together; the next one is refused before anything is started. Failure mode:
 * none, since it is counted in memory
 */
@Validated
@ConfigurationProperties("agent-service.run.events")
public record RunEventProperties(@Min(10) @Max(1_000_000) @DefaultValue("10000") int maxEvents,
		@NotNull @DurationMin(minutes = 1) @DefaultValue("1h") Duration ttl,
		@NotNull @DurationMin(millis = 100) @DefaultValue("2s") Duration poll,
		@NotNull @DurationMin @DefaultValue("5s") Duration clientGrace,
		@Min(1) @DefaultValue("50") int streamsPerUser) {

}
