package dev.agentservice.run.slot;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many runs one replica accepts, and how its slots are shared. Failure mode: closed;
 * a run without a free slot is a 503 {@code overloaded}, one beyond its user's or
 * tenant's share a 429 {@code rate_limited}, both before anything was done or paid for
 * it. All is counted in memory, so it needs no store and holds for each replica by
 * itself.
 *
 * @param limit how many runs may be in flight at once, in all modes together. The default
 * suits a heap of 512 MiB, where a streamed run takes up to 330 KiB and, while Redis is
 * unavailable, some 130 KiB more; and it leaves slots free while one provider, which has
 * connections for three quarters of it, hangs
 * @param maxWaiting how many more may wait for a slot; the next one is refused at once
 * @param maxWait the longest such wait. Short enough by default to refuse a client within
 * 50 ms, and long enough for a slot that is just becoming free
 * @param maxQueued how many runs may wait for their session's turn; they hold no slot
 * meanwhile. The next one is refused at once
 * @param userPercent the share of one user: of {@code limit}, and of {@code maxQueued},
 * in percent, at least one of each
 * @param tenantPercent the same for all users of one tenant together
 */
@Validated
@ConfigurationProperties("agent-service.run.in-flight")
record InFlightProperties(@Min(1) @DefaultValue("200") int limit, @Min(0) @DefaultValue("20") int maxWaiting,
		@NotNull @DurationMin @DefaultValue("5ms") Duration maxWait, @Min(1) @DefaultValue("100") int maxQueued,
		@Min(1) @Max(100) @DefaultValue("25") int userPercent,
		@Min(1) @Max(100) @DefaultValue("75") int tenantPercent) {

}
