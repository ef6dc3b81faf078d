package dev.agentservice.rollout.cluster;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects of a rollout in one namespace.
 */
public final class Cluster {

	/** The name of the stable track's objects, and of the route. */
	public static final String STABLE = "agent-service";

	/** The name of the canary's objects. */
	public static final String CANARY = "agent-service-canary";

	private static final int MANAGEMENT_PORT = 8081;

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final Kubectl kubectl;

	private final String namespace;

	/** A namespace of the cluster that {@code kubectl} talks to. */
	public Cluster(Kubectl kubectl, String namespace) {
		this.kubectl = kubectl;
		this.namespace = namespace;
	}

	public String namespace() {
		return this.namespace;
	}

	/** The route between the tracks. */
	public Route route() throws KubectlException {
		JsonNode route = get("httproute", STABLE);
		if (route == null) {
			throw new KubectlException("there is no HTTPRoute agent-service in the namespace " + this.namespace);
		}
		return new Route(route);
	}

	/** The Deployment of a track; one without replicas if there is none. */
	public Workload workload(String name) throws KubectlException {
		JsonNode deployment = get("deployment", name);
		return new Workload((deployment != null) ? deployment : JSON.createObjectNode());
	}

	/** The replicas of a track. */
	List<JsonNode> pods(String track) throws KubectlException {
		String selector = "--selector=app.kubernetes.io/name=agent-service,track=" + track;
		String out = run(List.of("get", "pods", selector, "--output", "json"), "");
		return out.isBlank() ? List.of() : parsed(out).path("items").valueStream().toList();
	}

	/** What scales stable: KEDA's object if there is one, else the autoscaler. */
	public @Nullable Autoscaler autoscaler() throws KubectlException {
		JsonNode scaler = get("hpa", STABLE);
		if (scaler != null) {
			return new Autoscaler("hpa", "minReplicas", "maxReplicas", scaler);
		}
		try {
			scaler = get("scaledobject", STABLE);
		}
		catch (KubectlException ex) {
			if (!ex.isUnknownType()) {
				throw ex;
			}
		}
		return (scaler != null) ? new Autoscaler("scaledobject", "minReplicaCount", "maxReplicaCount", scaler) : null;
	}

	/** Reads an object, or nothing if there is none. */
	@Nullable JsonNode get(String kind, String name) throws KubectlException {
		String out = run(List.of("get", kind, name, "--ignore-not-found", "--output", "json"), "");
		return out.isBlank() ? null : parsed(out);
	}

	/** Changes an object if it still is what it was thought to be. */
	public void patch(String kind, String name, JsonPatch patch) throws KubectlException {
		run(List.of("patch", kind, name, "--type=json", "--patch", patch.toString()), "");
	}

	/** Creates an object; fails if there is one. */
	void create(ObjectNode object) throws KubectlException {
		run(List.of("create", "--filename", "-"), object.toString());
	}

	/** Replaces an object if it still has the resource version that it was read with. */
	void replace(ObjectNode object) throws KubectlException {
		run(List.of("replace", "--filename", "-"), object.toString());
	}

	/**
	 * Tells people what happened, in an Event of the route.
	 * @throws KubectlException if it could not; nothing depends on it
	 */
	public void event(String reason, String message, boolean warning, String time) throws KubectlException {
		ObjectNode event = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Event");
		event.putObject("metadata").put("generateName", "agent-service-rollout-").put("namespace", this.namespace);
		event.putObject("involvedObject")
			.put("apiVersion", "gateway.networking.k8s.io/v1")
			.put("kind", "HTTPRoute")
			.put("name", STABLE)
			.put("namespace", this.namespace);
		event.put("reason", reason)
			.put("message", (message.length() > 1000) ? shortened(message) : message)
			.put("type", warning ? "Warning" : "Normal")
			.put("firstTimestamp", time)
			.put("lastTimestamp", time)
			.put("count", 1);
		event.putObject("source").put("component", "agent-service-rollout");
		create(event);
	}

	/** The end names the runbook. */
	private static String shortened(String message) {
		return message.substring(0, 900) + "…" + message.substring(message.length() - 90);
	}

	/**
	 * What a replica of a track says about stored state at {@code /actuator/info}:
	 * {@code written} and {@code readable}. Not by the API server's proxy: our
	 * NetworkPolicy does not let it in.
	 */
	public JsonNode stateOf(String deployment) throws KubectlException {
		return parsed(this.kubectl.fetch(this.namespace, "deployment/" + deployment, MANAGEMENT_PORT, "/actuator/info"))
			.path("state");
	}

	/** Who the cluster takes us for. */
	public String user() {
		try {
			return parsed(run(List.of("auth", "whoami", "--output", "json"), "")).at("/status/userInfo/username")
				.asString("unknown");
		}
		catch (KubectlException _) {
			return "unknown";
		}
	}

	private String run(List<String> arguments, String in) throws KubectlException {
		List<String> all = new ArrayList<>(List.of("--namespace", this.namespace));
		all.addAll(arguments);
		return this.kubectl.run(all, in);
	}

	private static JsonNode parsed(String out) throws KubectlException {
		try {
			return JSON.readTree(out);
		}
		catch (JacksonException ex) {
			throw new KubectlException("kubectl printed what is no JSON");
		}
	}

	/** A list of changes, for tests of all that was read before the first of them. */
	public static final class JsonPatch {

		private final ArrayNode operations = JSON.createArrayNode();

		/** Refuses the patch if a value is another by now. */
		public JsonPatch test(String path, Object value) {
			return add("test", path, value);
		}

		/** Replaces a value that is there. */
		public JsonPatch replace(String path, Object value) {
			return add("replace", path, value);
		}

		/** Sets a member. */
		public JsonPatch add(String path, Object value) {
			return add("add", path, value);
		}

		private JsonPatch add(String operation, String path, Object value) {
			this.operations.addObject().put("op", operation).put("path", path).set("value", JSON.valueToTree(value));
			return this;
		}

		@Override
		public String toString() {
			return this.operations.toString();
		}

	}

}
