package dev.agentservice.rollout.control;

import java.time.Instant;

/**
 * A cluster in which a canary has half of the traffic, and whose controller has died.
 *
 * @param cluster the cluster
 */
public record HalfWay(FakeCluster cluster) {

	/** One on the clock of this machine. */
	public static HalfWay reached() throws InterruptedException {
		FakeCluster cluster = new FakeCluster(Instant::now);
		Trial trial = new Trial();
		trial.at = 100;
		trial.fault = Trial.Fault.KILLED_AFTER;
		try {
			trial.start();
		}
		catch (Trial.Killed _) {
			cluster.objects.putAll(trial.cluster.objects);
			cluster.objects.remove("lease/agent-service-rollout");
		}
		return new HalfWay(cluster);
	}

	/** Another one after each change of any object, each Event and a lease. */
	public String mark() {
		return "%d %d %s".formatted(this.cluster.revision(), this.cluster.events.size(), this.cluster.objects.keySet());
	}

}
