package dev.agentservice.rollout.cluster;

import java.util.Optional;

import dev.agentservice.rollout.cluster.Cluster.JsonPatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The HTTPRoute as it was read. Of it, the weights of one rule and our annotations are
 * changed, and nothing else.
 *
 * @see <a href="https://gateway-api.sigs.k8s.io/api-types/httproute/">HTTPRoute</a>
 */
public final class Route {

	/** The rollout's state. */
	public static final String STATE = "agent-service/rollout";

	/** What a person has ordered last. */
	public static final String ORDER = "agent-service/rollout-order";

	/** The newest transitions. */
	public static final String LOG = "agent-service/rollout-log";

	private final JsonNode route;

	private final int rule;

	Route(JsonNode route) {
		this.route = route;
		this.rule = rule(route);
	}

	private static int rule(JsonNode route) {
		JsonNode rules = route.at("/spec/rules");
		for (int i = 0; i < rules.size(); i++) {
			JsonNode refs = rules.path(i).path("backendRefs");
			if (refs.size() == 2 && Cluster.STABLE.equals(refs.at("/0/name").asString(""))
					&& Cluster.CANARY.equals(refs.at("/1/name").asString(""))) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Why its weights must not be changed, if so.
	 * @param sticky whether clients may be pinned to a track
	 */
	public Optional<String> refusal(boolean sticky) {
		if (this.rule < 0) {
			return Optional.of("no rule of the route has exactly the backends agent-service and agent-service-canary,"
					+ " in this order");
		}
		for (int i = 0; i < this.route.at("/spec/rules").size(); i++) {
			for (JsonNode ref : this.route.at("/spec/rules/" + i + "/backendRefs")) {
				if (i != this.rule && ref.path("name").asString("").startsWith(Cluster.STABLE)) {
					return Optional.of("another rule of the route sends traffic to " + ref.path("name").asString());
				}
			}
		}
		JsonNode ours = this.route.at("/spec/rules/" + this.rule);
		for (JsonNode ref : ours.path("backendRefs")) {
			if (!ref.path("filters").isEmpty()) {
				return Optional
					.of("a backend of the route has filters: the tracks would differ by more than the release");
			}
		}
		if (!sticky && ours.has("sessionPersistence")) {
			return Optional.of("the route pins clients to a track (sessionPersistence); set sticky: accepted in the"
					+ " policy if that is meant");
		}
		return Optional.empty();
	}

	/** Whether it has the rule whose weights are ours. */
	public boolean isOurs() {
		return this.rule >= 0;
	}

	/** Stable's weight. */
	public int stableWeight() {
		return this.route.at(path(0)).asInt(1);
	}

	/** The canary's weight; they need not add to 100 where somebody else set them. */
	public int canaryWeight() {
		return this.route.at(path(1)).asInt(1);
	}

	/** An annotation, or nothing. */
	public @Nullable String annotation(String name) {
		return this.route.path("metadata").path("annotations").path(name).asString(null);
	}

	/** Whether a gateway has taken it as it is. */
	public boolean isAccepted() {
		JsonNode parents = this.route.at("/status/parents");
		boolean accepted = !parents.isEmpty();
		for (JsonNode parent : parents) {
			accepted &= holds(parent, "Accepted") && holds(parent, "ResolvedRefs");
		}
		return accepted;
	}

	private boolean holds(JsonNode parent, String type) {
		for (JsonNode condition : parent.path("conditions")) {
			if (type.equals(condition.path("type").asString(""))) {
				return "True".equals(condition.path("status").asString("")) && condition.path("observedGeneration")
					.asLong(Long.MAX_VALUE) >= this.route.at("/metadata/generation").asLong(0);
			}
		}
		return false;
	}

	/**
	 * A patch that is refused if anything of what it relies on is another by now: the
	 * state, and with it the epoch of the controller; the backends; the weights.
	 * @param state the new state
	 */
	public JsonPatch change(String state) {
		JsonPatch patch = new JsonPatch();
		String before = annotation(STATE);
		if (before != null) {
			patch.test(annotationPath(STATE), before);
		}
		else {
			patch.test("/metadata/resourceVersion", this.route.at("/metadata/resourceVersion").asString(""));
		}
		if (this.rule >= 0) {
			patch.test(ref(0) + "/name", Cluster.STABLE).test(ref(1) + "/name", Cluster.CANARY);
			for (int i = 0; i <= 1; i++) {
				if (!this.route.at(path(i)).isMissingNode()) {
					patch.test(path(i), this.route.at(path(i)).asInt());
				}
			}
		}
		if (!this.route.path("metadata").has("annotations")) {
			patch.add("/metadata/annotations", java.util.Map.of());
		}
		return patch.add(annotationPath(STATE), state);
	}

	/** The same, and other weights. */
	public JsonPatch change(String state, int canaryWeight) {
		return change(state).add(path(0), 100 - canaryWeight).add(path(1), canaryWeight);
	}

	/** A patch of an annotation that nothing depends on. */
	public JsonPatch annotate(String name, String value) {
		JsonPatch patch = new JsonPatch();
		if (!this.route.path("metadata").has("annotations")) {
			patch.add("/metadata/annotations", java.util.Map.of());
		}
		return patch.add(annotationPath(name), value);
	}

	private static String annotationPath(String name) {
		return "/metadata/annotations/" + name.replace("~", "~0").replace("/", "~1");
	}

	private String ref(int backend) {
		return "/spec/rules/" + this.rule + "/backendRefs/" + backend;
	}

	private String path(int backend) {
		return ref(backend) + "/weight";
	}

}
