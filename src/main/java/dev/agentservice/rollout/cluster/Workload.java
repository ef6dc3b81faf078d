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

	/** Whether there is no such Deployment. */
	public boolean isMissing() {
		return this.deployment.isEmpty();
	}

	/** How many replicas are wanted. */
	public int replicas() {
		return isMissing() ? 0 : this.deployment.at("/spec/replicas").asInt(1);
	}

	/** How many of them serve. */
	public int ready() {
		return status("readyReplicas");
	}

	/** Whether all wanted replicas serve, with the present pod. */
	public boolean isSettled() {
		return isUniform() && status("replicas") == replicas() && ready() >= replicas();
	}

	/** Whether no replica of another release is there any more. */
	public boolean isUniform() {
		long observed = this.deployment.at("/status/observedGeneration").asLong(0);
		return observed >= this.deployment.at("/metadata/generation").asLong(0)
				&& status("updatedReplicas") == status("replicas");
	}

	private int status(String field) {
		return this.deployment.path("status").path(field).asInt(0);
	}

	/** Whether it has a release: the same version, of the same image. */
	public boolean has(String version, String image) {
		return version().equals(version) && image().equals(image);
	}

	/** Its release. */
	public String version() {
		return this.deployment.at("/spec/template/metadata/labels").path(VERSION).asString("");
	}

	/** The release of a replica; empty if it does not say. */
	static String versionOf(JsonNode pod) {
		return pod.at("/metadata/labels").path(VERSION).asString("");
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

	/** The fence it has; empty without one. */
	public String fence() {
		return Fence.of(this.deployment);
	}

	/** A patch that puts up a fence. */
	public JsonPatch fence(String fence) {
		return Fence.set(this.deployment, fence);
	}

	/**
	 * A patch of the replicas, refused behind another fence, or if they are others by
	 * now.
	 */
	public JsonPatch scale(String fence, int replicas) {
		JsonPatch patch = Fence.change(fence);
		if (this.deployment.path("spec").has("replicas")) {
			patch.test("/spec/replicas", replicas());
		}
		return patch.add("/spec/replicas", replicas);
	}

	/**
	 * A patch that gives it another release: the pod is the same but for the image and
	 * what it says about itself. Refused behind another fence.
	 */
	public JsonPatch release(String fence, String image, String version, int readable) {
		JsonPatch patch = Fence.change(fence)
			.test(IMAGE_PATH, image())
			.replace(IMAGE_PATH, image)
			.replace(VERSION_PATH, version)
			.add("/metadata/labels/app.kubernetes.io~1version", version);
		return (readable >= 0) ? patch.add(READABLE_PATH, Integer.toString(readable)) : patch;
	}

	/**
	 * A patch that sets an annotation of the Deployment, refused behind another fence.
	 */
	public JsonPatch annotate(String fence, String name, String value) {
		return Fence.change(fence).add("/metadata/annotations/" + name.replace("/", "~1"), value);
	}

}
