package dev.agentservice.run.queue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many runs may wait, and how their users and tenants share the lanes. Failure mode:
 * closed; what cannot be queued is refused before it was accepted, and while Redis is
 * unavailable nothing is queued.
 *
 * @param track the release track of this replica, whose lane it works on
 * @param windowUser how many runs of one user may be in the lanes, waiting or at work; 0
 * for no limit
 * @param windowTenant the same of one tenant. It keeps slots free for others, even while
 * nobody needs them: an installation with one tenant sets 0
 * @param windows other windows for some tenants
 * @param maxUser how many runs of one user may wait, and how many more may be parked
 * @param maxTenant how many runs of one tenant may wait
 * @param max how many runs may wait in all
 * @param memoryGuard the share of {@code maxmemory} of any master of Redis, in percent,
 * from which nothing new is queued; 100 for none
 * @param poll how often an idle replica looks at its lane without having been woken
 * @param stuckAfter how long a run may be taken without being claimed
 * @param maxLost how many owners a run may lose in a row without a new step; then it is
 * dead
 * @param orphanedAfter for how long no replica of a track may be seen, until what waits
 * for it is given to the track {@code stable}
 * @param deadRetention how long dead runs are listed: no longer than their records live
 */
@Validated
@ConfigurationProperties("agent-service.run.queue")
public record QueueProperties(@NotNull @Pattern(regexp = "[A-Za-z0-9._-]{1,40}") @DefaultValue("stable") String track,
		@Min(0) @DefaultValue("8") int windowUser, @Min(0) @DefaultValue("64") int windowTenant,
		@DefaultValue List<@Valid Windows> windows, @Min(1) @DefaultValue("100") int maxUser,
		@Min(1) @DefaultValue("1000") int maxTenant, @Min(1) @DefaultValue("10000") int max,
		@Min(1) @Max(100) @DefaultValue("85") int memoryGuard,
		@NotNull @DurationMin(millis = 10) @DurationMax(minutes = 1) @DefaultValue("2s") Duration poll,
		@NotNull @DurationMin(millis = 1) @DefaultValue("30s") Duration stuckAfter,
		@Min(0) @DefaultValue("3") int maxLost,
		@NotNull @DurationMin(millis = 10) @DefaultValue("60s") Duration orphanedAfter,
		@NotNull @DurationMin(seconds = 1) @DefaultValue("7d") Duration deadRetention) {

	public QueueProperties {
		windows = List.copyOf(windows);
		Set<String> seen = new HashSet<>();
		windows.stream().map(Windows::tenant).filter((tenant) -> !seen.add(tenant)).findFirst().ifPresent((tenant) -> {
			throw new IllegalArgumentException(
					"agent-service.run.queue.windows names the tenant " + tenant + " more than once");
		});
		if (orphanedAfter.compareTo(poll) <= 0) {
			throw new IllegalArgumentException(
					"agent-service.run.queue.orphaned-after must be longer than agent-service.run.queue.poll");
		}
	}

	/**
	 * The windows of one tenant and of its users.
	 *
	 * @param tenant its name
	 * @param windowUser how many runs of one of its users may be in the lanes; 0 for no
	 * limit, null for the usual one
	 * @param windowTenant the same of all of them
	 */
	public record Windows(@NotBlank String tenant, @Min(0) @Nullable Integer windowUser,
			@Min(0) @Nullable Integer windowTenant) {

	}

}
