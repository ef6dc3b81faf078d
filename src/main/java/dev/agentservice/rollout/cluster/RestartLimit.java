package dev.agentservice.rollout.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How often a new release may be restarted, as Kubernetes counts it. Both tracks are
 * looked at together: each minute, and at each look while a replica is not ready, as one
 * that crashes again and again mostly is.
 */
public final class RestartLimit {

	/** Also after a failure: calls that hang must not take the whole look. */
	private static final Duration PAUSE = Duration.ofMinutes(1);

	private final Cluster cluster;

	private final int limit;

	private final Duration window;

	private final Consumer<String> log;

	private final Restarts canary;

	private final Restarts stable;

	private final Set<String> noted = new HashSet<>();

	private Instant looked = Instant.EPOCH;

	private boolean failed;

	/**
	 * A limit that was not looked at yet.
	 * @param limit restarts that are too many
	 * @param window within this time
	 * @param log is told once why something cannot be looked at
	 */
	public RestartLimit(Cluster cluster, int limit, Duration window, Consumer<String> log) {
		this.cluster = cluster;
		this.limit = limit;
		this.window = window;
		this.log = log;
		this.canary = new Restarts("canary", window);
		this.stable = new Restarts("stable", window);
	}

	/**
	 * How the canary exceeds it: by too many restarts, and more than stable has.
	 * @param since when the canary got its traffic
	 * @return nothing if it does not, or nothing is known of its replicas
	 * @throws KubectlException if it has too many, and stable's cannot be counted
	 */
	public Optional<String> exceeded(Situation at, Instant since) throws KubectlException {
		if (!isDue(at)) {
			return Optional.empty();
		}
		int restarts = looked(this.canary, "", since, at.now());
		int others = looked(this.stable, "", since, at.now());
		if (restarts >= this.limit && others < 0) {
			throw new KubectlException(canary(restarts) + ", and how often stable is restarted cannot be read");
		}
		return (restarts >= this.limit && restarts > others) ? Optional.of(canary(restarts)) : Optional.empty();
	}

	/**
	 * How a release exceeds it that nothing is left to compare with.
	 * @param version of the release, on either track
	 * @param since when that began
	 * @return nothing if it does not, or nothing is known of its replicas
	 */
	public Optional<String> exceeded(Situation at, String version, Instant since) {
		if (!isDue(at)) {
			return Optional.empty();
		}
		int restarts = Math.max(0, looked(this.canary, version, since, at.now()))
				+ Math.max(0, looked(this.stable, version, since, at.now()));
		return (restarts >= this.limit) ? Optional.of(words("replicas of " + version, restarts)) : Optional.empty();
	}

	private boolean isDue(Situation at) {
		boolean pauses = this.failed || isReady(at);
		if (pauses && Duration.between(this.looked, at.now()).abs().compareTo(PAUSE) < 0) {
			return false;
		}
		this.looked = at.now();
		this.failed = false;
		return true;
	}

	private static boolean isReady(Situation at) {
		try {
			return at.canary().ready() >= at.canary().replicas() && at.stable().ready() >= at.stable().replicas();
		}
		catch (KubectlException _) {
			return false;
		}
	}

	/** A negative number if nothing is known. */
	private int looked(Restarts restarts, String version, Instant since, Instant now) {
		try {
			return restarts.look(this.cluster, version, since, now);
		}
		catch (KubectlException ex) {
			this.failed = true;
			if (this.noted.add(String.valueOf(ex.getMessage()))) {
				this.log.accept("restarts cannot be counted: " + ex.getMessage());
			}
			return -1;
		}
	}

	private String canary(int restarts) {
		return "%s (%s)".formatted(words("the canary", restarts), this.canary.words());
	}

	private String words(String what, int restarts) {
		return "Kubernetes has restarted %s %d times within %d min".formatted(what, restarts, this.window.toMinutes());
	}

}
