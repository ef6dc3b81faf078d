package dev.agentservice.session;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How conversations are kept.
 *
 * @param ttl how long after its latest turn a conversation is kept; must be shorter than
 * {@code agent-service.redis.epoch-ttl}
 * @param lease how long a turn stays taken when the replica that has it dies; a living
 * one renews it three times as often. Failure mode: closed; a turn whose lease ran out is
 * not written
 * @param maxTurns how many latest turns are kept, older ones are dropped
 * @param loadTurns how many latest turns a run gets to see
 */
@Validated
@ConfigurationProperties("agent-service.session")
record SessionSettings(@NotNull @DurationMin(seconds = 1) @DefaultValue("30d") Duration ttl,
		@NotNull @DurationMin(millis = 100) @DefaultValue("15s") Duration lease,
		@Min(1) @Max(1000) @DefaultValue("200") int maxTurns, @Min(1) @Max(1000) @DefaultValue("100") int loadTurns) {

}
