package dev.agentservice.rollout.cluster;

import dev.agentservice.rollout.cluster.Cluster.JsonPatch;
import tools.jackson.databind.JsonNode;

/**
 * What scales stable, as it was read: a HorizontalPodAutoscaler, or KEDA's ScaledObject.
 */
public final class Autoscaler {

	private final String kind;

	private final String minimumField;

	private final String maximumField;

	private final JsonNode scaler;

	Autoscaler(String kind, String minimumField, String maximumField, JsonNode scaler) {
		this.kind = kind;
		this.minimumField = minimumField;
		this.maximumField = maximumField;
		this.scaler = scaler;
	}

	/** Its kind, as {@code kubectl} names it. */
	public String kind() {
		return this.kind;
	}

	/** It never scales below. */
	public int minimum() {
		return this.scaler.path("spec").path(this.minimumField).asInt(1);
	}

	/** It never scales above. */
	public int maximum() {
		return this.scaler.path("spec").path(this.maximumField).asInt(100);
	}

	/** The fence it has; empty without one. */
	public String fence() {
		return Fence.of(this.scaler);
	}

	/** A patch that puts up a fence. */
	public JsonPatch fence(String fence) {
		return Fence.set(this.scaler, fence);
	}

	/**
	 * A patch of the minimum, refused behind another fence, or if it is another by now.
	 */
	public JsonPatch minimum(String fence, int replicas) {
		JsonPatch patch = Fence.change(fence);
		String path = "/spec/" + this.minimumField;
		if (this.scaler.path("spec").has(this.minimumField)) {
			patch.test(path, minimum());
		}
		return patch.add(path, replicas);
	}

}
