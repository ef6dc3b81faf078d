package dev.agentservice.rollout.control;

import java.time.Instant;

import dev.agentservice.rollout.cluster.Autoscaler;
import dev.agentservice.rollout.cluster.Cluster;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.cluster.Route;
import dev.agentservice.rollout.cluster.Workload;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as it was read at one moment. Each look leads to at most one change, and to
 * another look, so it does not matter after which call a controller died.
 *
 * @param now the moment
 * @param route between the tracks
 * @param stable the present release
 * @param canary the new one
 * @param autoscaler stable's, if it has one
 */
public record Situation(Instant now, Route route, Workload stable, Workload canary, @Nullable Autoscaler autoscaler) {

	/**
	 * Reads it.
	 * @throws KubectlException if something cannot be read, or is not there
	 */
	public static Situation read(Cluster cluster, Instant now) throws KubectlException {
		Route route = cluster.route();
		Workload stable = cluster.workload(Cluster.STABLE);
		Workload canary = cluster.workload(Cluster.CANARY);
		if (stable == null || canary == null) {
			throw new KubectlException("there are no two tracks in the namespace " + cluster.namespace());
		}
		return new Situation(now, route, stable, canary, cluster.autoscaler());
	}

	/** How many replicas the canary needs for a weight, so that each has its share. */
	public int canaryFor(int weight) {
		int stable = Math.max(1, stable().replicas());
		int needed = (stable * weight + 99 - weight) / (100 - weight);
		return Math.clamp(needed, 1, stable);
	}

	/** How many replicas stable needs for the traffic of both. */
	int stableForAll() {
		int both = stable().ready() + canary().ready();
		Autoscaler scaler = autoscaler();
		int most = (scaler != null) ? Math.max(scaler.maximum(), stable().ready()) : both;
		return Math.min(both, most);
	}

	boolean hasWeights(int canary) {
		return this.route.stableWeight() == 100 - canary && this.route.canaryWeight() == canary;
	}

}
