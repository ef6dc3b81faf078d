package dev.agentservice.rollout.cluster;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The cluster as it was read at one moment: the route at once, the rest when it is asked
 * for, so that what cannot be read prevents only what needs it. Each look leads to at
 * most one change, and to another look, so it does not matter after which call a
 * controller died.
 */
public final class Situation {

	private final Cluster cluster;

	private final Instant now;

	private final Route route;

	private @Nullable Workload stable;

	private @Nullable Workload canary;

	private @Nullable Autoscaler autoscaler;

	private boolean scalerRead;

	private Situation(Cluster cluster, Instant now, Route route) {
		this.cluster = cluster;
		this.now = now;
		this.route = route;
	}

	/**
	 * Reads it.
	 * @throws KubectlException if there is no route, or it cannot be read
	 */
	public static Situation read(Cluster cluster, Instant now) throws KubectlException {
		return new Situation(cluster, now, cluster.route());
	}

	/** The moment. */
	public Instant now() {
		return this.now;
	}

	/** The route between the tracks. */
	public Route route() {
		return this.route;
	}

	/**
	 * The present release.
	 * @throws KubectlException if it cannot be read, or is not there
	 */
	public Workload stable() throws KubectlException {
		Workload read = this.stable;
		if (read == null) {
			read = this.cluster.workload(Cluster.STABLE);
			if (read.isMissing()) {
				throw new KubectlException("there is no stable track in the namespace " + this.cluster.namespace());
			}
			this.stable = read;
		}
		return read;
	}

	/**
	 * The new release; one without replicas if there is no Deployment.
	 * @throws KubectlException if it cannot be read
	 */
	public Workload canary() throws KubectlException {
		Workload read = this.canary;
		if (read == null) {
			read = this.cluster.workload(Cluster.CANARY);
			this.canary = read;
		}
		return read;
	}

	/**
	 * Stable's, if it has one.
	 * @throws KubectlException if that cannot be read
	 */
	public @Nullable Autoscaler autoscaler() throws KubectlException {
		if (!this.scalerRead) {
			this.autoscaler = this.cluster.autoscaler();
			this.scalerRead = true;
		}
		return this.autoscaler;
	}

	/** How many replicas the canary needs for a weight, so that each has its share. */
	public int canaryFor(int weight) throws KubectlException {
		int replicas = Math.max(1, stable().replicas());
		int needed = (replicas * weight + 99 - weight) / (100 - weight);
		return Math.clamp(needed, 1, replicas);
	}

	/** Whether the weights are those of a canary with so many percent. */
	public boolean hasWeights(int canary) {
		return this.route.stableWeight() == 100 - canary && this.route.canaryWeight() == canary;
	}

	/**
	 * Puts up one fence that is missing.
	 * @return whether one was
	 */
	public boolean fence(String fence) throws KubectlException {
		if (fence("deployment", Cluster.STABLE, stable().fence(), fence, stable().fence(fence))
				|| (!canary().isMissing()
						&& fence("deployment", Cluster.CANARY, canary().fence(), fence, canary().fence(fence)))) {
			return true;
		}
		Autoscaler scaler = autoscaler();
		return scaler != null && fence(scaler.kind(), Cluster.STABLE, scaler.fence(), fence, scaler.fence(fence));
	}

	private boolean fence(String kind, String name, String present, String wanted, Cluster.JsonPatch patch)
			throws KubectlException {
		boolean missing = !present.equals(wanted);
		if (missing) {
			this.cluster.patch(kind, name, patch);
		}
		return missing;
	}

	/** Whether no late change of either track is possible any more. */
	public boolean isFenced(String fence) throws KubectlException {
		return stable().fence().equals(fence) && (canary().isMissing() || canary().fence().equals(fence));
	}

}
