package dev.agentservice.rollout.cluster;

import dev.agentservice.rollout.cluster.Cluster.JsonPatch;
import tools.jackson.databind.JsonNode;

/**
 * The Deployment of a track as it was read.
 */
public final class Workload {

	/** What a release can read of what is stored; scripts/render-k8s writes it. */
	public static final String STATE_READABLE = "agent-service/state-readable";

	private static final String VERSION = "app.kubernetes.io/version";

	private static final String IMAGE_PATH = "/spec/template/spec/containers/0/image";

	private static final String VERSION_PATH = "/spec/template/metadata/labels/app.kubernetes.io~1version";

	private static final String READABLE_PATH = "/spec/template/metadata/annotations/agent-service~1state-readable";

	private final JsonNode deployment;

	Workload(JsonNode deployment) {
		this.deployment = deployment;
	}

	/** How many replicas are wanted. */
	public int replicas() {
		return this.deployment.at("/spec/replicas").asInt(1);
	}

	/** How many of them serve. */
	public int ready() {
		return this.deployment.at("/status/readyReplicas").asInt(0);
	}

	/** Whether all wanted replicas serve, with the present pod. */
	public boolean isSettled() {
		return this.deployment.at("/status/observedGeneration").asLong(0) >= this.deployment.at("/metadata/generation")
			.asLong(0) && this.deployment.at("/status/updatedReplicas").asInt(0) >= replicas()
				&& this.deployment.at("/status/replicas").asInt(0) == replicas() && ready() >= replicas();
	}

	/** Its release. */
	public String version() {
		return this.deployment.at("/spec/template/metadata/labels").path(VERSION).asString("");
	}

	/** Its image, in production with its digest. */
	public String image() {
		return this.deployment.at(IMAGE_PATH).asString("");
	}

	/** The newest version of stored state that it reads; -1 if it does not say. */
	public int readable() {
		String text = this.deployment.at("/spec/template/metadata/annotations").path(STATE_READABLE).asString("");
		return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
	}

	/** An annotation of the Deployment itself; empty without it. */
	public String annotation(String name) {
		return this.deployment.at("/metadata/annotations").path(name).asString("");
	}

	/**
	 * A patch that gives it another release: the pod is the same but for the image and
	 * what it says about itself.
	 */
	public JsonPatch release(String image, String version, int readable) {
		JsonPatch patch = new JsonPatch().test(IMAGE_PATH, image())
			.replace(IMAGE_PATH, image)
			.replace(VERSION_PATH, version)
			.add("/metadata/labels/app.kubernetes.io~1version", version);
		return (readable >= 0) ? patch.add(READABLE_PATH, Integer.toString(readable)) : patch;
	}

	/** A patch that sets annotations. */
	public JsonPatch annotate(String name, String value) {
		JsonPatch patch = new JsonPatch();
		if (!this.deployment.path("metadata").has("annotations")) {
			patch.add("/metadata/annotations", java.util.Map.of());
		}
		return patch.add("/metadata/annotations/" + name.replace("/", "~1"), value);
	}

}
