package dev.agentservice.rollout.cluster;

import java.util.Map;
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

	/** Stable's weight. */
	public int stableWeight() {
		return weight(0);
	}

	/** The canary's weight; they need not add to 100 where somebody else set them. */
	public int canaryWeight() {
		return weight(1);
	}

	/** The canary's share in percent, rounded down. */
	public int canaryShare() {
		long both = (long) stableWeight() + canaryWeight();
		return (both > 0) ? (int) (100L * canaryWeight() / both) : 0;
	}

	private int weight(int backend) {
		return (this.rule < 0) ? -1 : weight(this.route.at(ref(backend)));
	}

	private static int weight(JsonNode ref) {
		return ref.path("weight").asInt(1);
	}

	/** Whether no rule sends anything to the canary, however many there are. */
	public boolean isWithoutCanary() {
		for (JsonNode rule : this.route.at("/spec/rules")) {
			for (JsonNode ref : rule.path("backendRefs")) {
				if (Cluster.CANARY.equals(ref.path("name").asString("")) && weight(ref) > 0) {
					return false;
				}
			}
		}
		return true;
	}

	/** An annotation, or nothing. */
	public @Nullable String annotation(String name) {
		return this.route.path("metadata").path("annotations").path(name).asString(null);
	}

	/** Whether every gateway has taken it as it is, and says so. */
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
					.asLong(-1) >= this.route.at("/metadata/generation").asLong(0);
			}
		}
		return false;
	}

	/**
	 * A patch of the state, refused if that is another by now, and with it the epoch of
	 * the controller.
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
		if (!this.route.path("metadata").has("annotations")) {
			patch.add("/metadata/annotations", Map.of());
		}
		return patch.add(annotationPath(STATE), state);
	}

	/**
	 * The same, and other weights; refused if anything of the rule is another by now.
	 * @throws IllegalStateException if no rule is ours
	 */
	public JsonPatch change(String state, int canaryWeight) {
		if (this.rule < 0) {
			throw new IllegalStateException("no rule of the route is ours: its weights are not changed");
		}
		String path = "/spec/rules/" + this.rule;
		return change(state).test(path, this.route.at(path))
			.add(ref(0) + "/weight", 100 - canaryWeight)
			.add(ref(1) + "/weight", canaryWeight);
	}

	/**
	 * The same for the way back, in each rule that has both backends, in whatever order
	 * and beside whatever others: a rule that somebody has changed must not keep the
	 * canary's traffic.
	 * @return nothing if no rule has both, and sends traffic to the canary
	 */
	public Optional<JsonPatch> back(String state) {
		JsonPatch patch = change(state);
		boolean changed = false;
		for (int i = 0; i < this.route.at("/spec/rules").size(); i++) {
			String path = "/spec/rules/" + i;
			int stable = backend(i, Cluster.STABLE);
			int canary = backend(i, Cluster.CANARY);
			if (stable >= 0 && canary >= 0 && weight(this.route.at(path + "/backendRefs/" + canary)) > 0) {
				patch.test(path, this.route.at(path))
					.add(path + "/backendRefs/" + stable + "/weight", 100)
					.add(path + "/backendRefs/" + canary + "/weight", 0);
				changed = true;
			}
		}
		return changed ? Optional.of(patch) : Optional.empty();
	}

	private int backend(int rule, String name) {
		JsonNode refs = this.route.at("/spec/rules/" + rule + "/backendRefs");
		for (int i = 0; i < refs.size(); i++) {
			if (name.equals(refs.path(i).path("name").asString(""))) {
				return i;
			}
		}
		return -1;
	}

	/** A patch of an annotation that nothing depends on. */
	public JsonPatch annotate(String name, String value) {
		JsonPatch patch = new JsonPatch();
		if (!this.route.path("metadata").has("annotations")) {
			patch.add("/metadata/annotations", Map.of());
		}
		return patch.add(annotationPath(name), value);
	}

	private static String annotationPath(String name) {
		return "/metadata/annotations/" + name.replace("~", "~0").replace("/", "~1");
	}

	private String ref(int backend) {
		return "/spec/rules/" + this.rule + "/backendRefs/" + backend;
	}

}
