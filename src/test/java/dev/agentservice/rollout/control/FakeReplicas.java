package dev.agentservice.rollout.control;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.node.ObjectNode;

/**
 * The replicas of a Deployment in memory. A new release replaces them one after the
 * other, as its replicas become ready: late, or never. The status follows after a while
 * only.
 */
final class FakeReplicas {

	/** How long a replica takes to become ready. */
	private static final long START_SECONDS = 12;

	/** How long the status lags. */
	private static final long LAG_SECONDS = 2;

	private final List<Replica> replicas = new ArrayList<>();

	private long changed = Long.MIN_VALUE;

	/** Those that exist at first are ready. */
	FakeReplicas(ObjectNode deployment) {
		for (int i = 0; i < deployment.at("/spec/replicas").asInt(); i++) {
			this.replicas.add(new Replica(image(deployment), true, 0));
		}
	}

	/** The spec is another from now on. */
	void changed(long now) {
		this.changed = now;
	}

	/**
	 * What has happened up to now.
	 * @param stuck whether nothing becomes ready any more
	 * @param broken whether nothing is ready
	 */
	void settle(ObjectNode deployment, long now, boolean stuck, boolean broken) {
		if (this.changed != Long.MIN_VALUE && now < this.changed + LAG_SECONDS) {
			return;
		}
		String image = image(deployment);
		int wanted = deployment.at("/spec/replicas").asInt();
		long start = Math.max(this.changed, 0);
		while (count(image, false) < wanted) {
			this.replicas.add(new Replica(image, false, start + START_SECONDS));
		}
		if (!stuck) {
			this.replicas.replaceAll((one) -> one.at(now));
		}
		remove(image, wanted);
		int ready = (int) this.replicas.stream().filter(Replica::ready).count();
		deployment.withObject("/status")
			.put("readyReplicas", broken ? 0 : ready)
			.put("replicas", this.replicas.size())
			.put("updatedReplicas", count(image, false))
			.put("observedGeneration", deployment.at("/metadata/generation").asInt());
	}

	/** Old ones stay until new ones serve; of the present ones, too many go. */
	private void remove(String image, int wanted) {
		int kept = Math.max(0, wanted - count(image, true));
		for (int i = this.replicas.size() - 1; i >= 0; i--) {
			boolean old = !this.replicas.get(i).image().equals(image);
			if (old ? this.replicas.size() - count(image, false) > kept : count(image, false) > wanted) {
				this.replicas.remove(i);
			}
		}
	}

	private int count(String image, boolean ready) {
		return (int) this.replicas.stream()
			.filter((one) -> one.image().equals(image) && (!ready || one.ready()))
			.count();
	}

	private static String image(ObjectNode deployment) {
		return deployment.at("/spec/template/spec/containers/0/image").asString();
	}

	private record Replica(String image, boolean ready, long readyAt) {

		Replica at(long now) {
			return (this.ready || now < this.readyAt) ? this : new Replica(this.image, true, this.readyAt);
		}

	}

}
