package dev.agentservice.rollout.cluster;

import java.util.Map;

import dev.agentservice.rollout.cluster.Cluster.JsonPatch;
import tools.jackson.databind.JsonNode;

/**
 * An annotation of each object that a rollout changes besides the route. A change tests
 * it, so one that comes late, from a controller that was replaced or from a way that was
 * given up, is refused.
 */
final class Fence {

	private static final String NAME = "agent-service/rollout-epoch";

	private static final String PATH = "/metadata/annotations/agent-service~1rollout-epoch";

	private Fence() {
	}

	/** What is written at an object; empty without it. */
	static String of(JsonNode object) {
		return object.at("/metadata/annotations").path(NAME).asString("");
	}

	/** The beginning of a change, which is refused behind another fence. */
	static JsonPatch change(String fence) {
		return new JsonPatch().test(PATH, fence);
	}

	/** Puts up another one, unless the object has changed by now. */
	static JsonPatch set(JsonNode object, String fence) {
		JsonPatch patch = new JsonPatch();
		if (!of(object).isEmpty()) {
			return patch.test(PATH, of(object)).add(PATH, fence);
		}
		patch.test("/metadata/resourceVersion", object.at("/metadata/resourceVersion").asString(""));
		if (!object.path("metadata").has("annotations")) {
			patch.add("/metadata/annotations", Map.of());
		}
		return patch.add(PATH, fence);
	}

}
