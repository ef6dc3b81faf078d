package dev.agentservice.knowledge.settings;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much users may have of their own, each in each collection that allows it. Failure
 * mode: closed; what exceeds a limit is refused as a whole.
 *
 * @param documents how many documents
 * @param passages how many passages
 * @param bytes how much Redis holds of them
 * @param retention how long they stay after they were last stored, or their owner
 * searched last, up to two days less; must be shorter than
 * {@code agent-service.redis.epoch-ttl}
 * @param cache how much memory copies take by which a replica searches them; those that
 * were not searched for longest make room
 * @param memoryGuard the share of {@code maxmemory} of any master of Redis, in percent,
 * above which none are stored; 100 for none
 */
public record PersonalProperties(@Min(1) @Max(10_000) @DefaultValue("500") int documents,
		@Min(1) @Max(20_000) @DefaultValue("2000") int passages, @NotNull @DefaultValue("4MB") DataSize bytes,
		@NotNull @DurationMin(days = 2) @DefaultValue("365d") Duration retention,
		@NotNull @DefaultValue("64MB") DataSize cache, @Min(1) @Max(100) @DefaultValue("85") int memoryGuard) {

}
