package dev.agentservice.rollout.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How often the canary may be restarted, as Kubernetes counts it. It is asked while a
 * replica is not ready, as one that crashes again and again mostly is.
 */
public final class RestartLimit {

	private final Cluster cluster;

	private final int limit;

	private final Duration window;

	private final Restarts canary;

	private final Restarts stable;

	/**
	 * A limit that was not looked at yet.
	 * @param limit restarts that are too many
	 * @param window within this time
	 */
	public RestartLimit(Cluster cluster, int limit, Duration window) {
		this.cluster = cluster;
		this.limit = limit;
		this.window = window;
		this.canary = new Restarts("canary", window);
		this.stable = new Restarts("stable", window);
	}

	/**
	 * How it is exceeded: by too many restarts, and more than stable has.
	 * @param since when the canary got its traffic
	 * @return nothing if it is not, or that cannot be told
	 */
	public Optional<String> exceeded(Situation at, Instant since) {
		try {
			Workload replicas = at.canary();
			if (replicas.ready() >= replicas.replicas()) {
				return Optional.empty();
			}
			int restarts = this.canary.look(this.cluster, since, at.now());
			return (restarts >= this.limit && restarts > this.stable.look(this.cluster, since, at.now()))
					? Optional.of("Kubernetes has restarted the canary %d times within %d min".formatted(restarts,
							this.window.toMinutes()))
					: Optional.empty();
		}
		catch (KubectlException _) {
			return Optional.empty();
		}
	}

}
