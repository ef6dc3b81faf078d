package dev.agentservice.rollout.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

import dev.agentservice.rollout.cluster.Kubectl;
import dev.agentservice.rollout.cluster.KubectlException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A cluster in memory, behind the command line of {@code kubectl}: it checks the tests of
 * JSON patches and resource versions, answers as the real one does, and makes replicas
 * ready after a while. It writes down each change.
 */
public final class FakeCluster implements Kubectl {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	final Map<String, ObjectNode> objects = new TreeMap<>();

	/** Each change, in words. */
	final List<String> changes = new ArrayList<>();

	/** What people were told by Events. */
	final List<JsonNode> events = new ArrayList<>();

	/** Each pair of weights that the route had. */
	final List<String> weights = new ArrayList<>();

	private final Map<String, FakeReplicas> replicas = new TreeMap<>();

	/** What is refused, such as {@code get hpa/agent-service}. */
	final Set<String> forbidden = new TreeSet<>();

	/** Whether no gateway notes changes of the route. */
	boolean gatewayGone;

	private long acceptedAt;

	private final Supplier<Instant> clock;

	/** Replicas that do not become ready. */
	String broken = "";

	/** A Deployment that gets no further replica ready. */
	String stuck = "";

	int written = 2;

	private int version = 1;

	private int revision;

	/** One in which the canary has no replica and no traffic yet. */
	public FakeCluster(Supplier<Instant> clock) {
		this.clock = clock;
		put("httproute/agent-service", FakeObjects.ROUTE);
		put("deployment/agent-service", FakeObjects.deployment("agent-service", 3, "1.0.0"));
		put("deployment/agent-service-canary", FakeObjects.deployment("agent-service-canary", 0, "1.1.0"));
		put("hpa/agent-service", FakeObjects.AUTOSCALER);
	}

	void put(String key, String json) {
		ObjectNode object = (ObjectNode) JSON.readTree(json);
		stamp(object);
		this.objects.put(key, object);
	}

	ObjectNode object(String key) {
		ObjectNode object = this.objects.get(key);
		if (object == null) {
			throw new IllegalArgumentException("no " + key);
		}
		return object;
	}

	ObjectNode spec(String key) {
		return (ObjectNode) object(key).path("spec");
	}

	/** The weights of stable and of the canary. */
	public String weightsNow() {
		JsonNode refs = object("httproute/agent-service").at("/spec/rules/1/backendRefs");
		return refs.at("/0/weight").asString() + " " + refs.at("/1/weight").asString();
	}

	/** The state of the rollout. */
	public RolloutState state() {
		RolloutState state = RolloutState
			.parse(object("httproute/agent-service").at("/metadata/annotations/agent-service~1rollout").asString(null));
		if (state == null) {
			throw new IllegalStateException("no state");
		}
		return state;
	}

	/** The end state, without times. */
	String summary() {
		return "%s, weights %s, canary %s of %s, stable %s of %s, minimum %s, good %s, pin %s".formatted(
				state().phase(), weightsNow(), spec("deployment/agent-service-canary").path("replicas"),
				release("agent-service-canary"), spec("deployment/agent-service").path("replicas").asInt(),
				release("agent-service"),
				this.objects.containsKey("hpa/agent-service") ? spec("hpa/agent-service").path("minReplicas") : "-",
				object("deployment/agent-service").at("/metadata/annotations/agent-service~1good-release"),
				state().pin());
	}

	/** The canary has so many replicas, which are ready. */
	public void readyCanary(int replicas) {
		put("deployment/agent-service-canary", FakeObjects.deployment("agent-service-canary", replicas, "1.1.0"));
	}

	/** Another release is put on a track. */
	void release(String deployment, String version) {
		ObjectNode spec = spec("deployment/" + deployment);
		spec.withObject("/template/metadata/labels").put("app.kubernetes.io/version", version);
		((ObjectNode) spec.at("/template/spec/containers/0")).put("image",
				"registry.example/agent-service@sha256:" + version);
		ObjectNode metadata = object("deployment/" + deployment).withObject("/metadata");
		metadata.put("generation", metadata.path("generation").asInt() + 1);
		replicas("deployment/" + deployment).changed(this.clock.get().getEpochSecond());
	}

	String release(String deployment) {
		return object("deployment/" + deployment).at("/spec/template/metadata/labels/app.kubernetes.io~1version")
			.asString();
	}

	@Override
	public String run(List<String> arguments, String in) throws KubectlException {
		settle();
		List<String> rest = arguments.subList(2, arguments.size())
			.stream()
			.filter((argument) -> !argument.startsWith("--request-timeout"))
			.toList();
		if (rest.size() > 2 && this.forbidden.contains(rest.get(0) + " " + rest.get(1) + "/" + rest.get(2))) {
			throw new KubectlException("Error from server (Forbidden): you may not " + rest.subList(0, 3));
		}
		return switch (rest.getFirst()) {
			case "get" -> {
				ObjectNode found = this.objects.get(rest.get(1) + "/" + rest.get(2));
				yield (found != null) ? found.toString() : "";
			}
			case "patch" -> patch(rest.get(1) + "/" + rest.get(2), JSON.readTree(rest.getLast()));
			case "create" -> create((ObjectNode) JSON.readTree(in));
			case "replace" -> replace((ObjectNode) JSON.readTree(in));
			case "auth" -> "{\"status\":{\"userInfo\":{\"username\":\"ada\"}}}";
			default -> throw new KubectlException("unknown command " + rest);
		};
	}

	@Override
	public String fetch(String namespace, String target, int port, String path) throws KubectlException {
		if (this.written < 0) {
			throw new KubectlException(path + " cannot be asked");
		}
		return "{\"state\":{\"written\":%d,\"readable\":2}}".formatted(this.written);
	}

	private String patch(String key, JsonNode operations) throws KubectlException {
		ObjectNode before = existing(key);
		ObjectNode patched = before.deepCopy();
		for (JsonNode operation : operations) {
			FakePatch.apply(patched, operation);
		}
		this.objects.put(key, patched);
		stamp(patched);
		if (!patched.path("spec").equals(before.path("spec"))) {
			patched.withObject("/metadata").put("generation", patched.at("/metadata/generation").asInt(1) + 1);
			noteSpec(key, before, patched);
		}
		else if (!good(before).equals(good(patched))) {
			this.changes.add(key + " good " + good(patched));
		}
		return "patched";
	}

	private void noteSpec(String key, ObjectNode before, ObjectNode patched) {
		long now = this.clock.get().getEpochSecond();
		if (key.startsWith("httproute")) {
			this.weights.add(weightsNow());
			this.changes.add("weights " + weightsNow());
			this.acceptedAt = now + 3;
		}
		else if (key.startsWith("deployment")) {
			boolean scaled = !before.at("/spec/replicas").equals(patched.at("/spec/replicas"));
			this.changes.add(key + " " + (scaled ? patched.at("/spec/replicas").asString() : "release"));
			replicas(key).changed(now);
		}
		else {
			this.changes.add(key + " " + patched.at("/spec/minReplicas"));
		}
	}

	private static String good(ObjectNode object) {
		return object.at("/metadata/annotations/agent-service~1good-release").asString("");
	}

	private ObjectNode existing(String key) throws KubectlException {
		ObjectNode object = this.objects.get(key);
		if (object == null) {
			throw new KubectlException("Error from server (NotFound): " + key + " not found");
		}
		return object;
	}

	/** As the autoscaler does. */
	private void scale(String name, int replicas) {
		String key = "deployment/" + name;
		ObjectNode deployment = object(key);
		deployment.withObject("/spec").put("replicas", replicas);
		deployment.withObject("/metadata").put("generation", deployment.at("/metadata/generation").asInt(1) + 1);
		stamp(deployment);
		this.changes.add(key + " " + replicas);
		replicas(key).changed(this.clock.get().getEpochSecond());
	}

	private FakeReplicas replicas(String key) {
		return this.replicas.computeIfAbsent(key, (_) -> new FakeReplicas(object(key)));
	}

	private String create(ObjectNode object) throws KubectlException {
		if ("Event".equals(object.path("kind").asString())) {
			this.events.add(object);
			return "created";
		}
		String key = object.path("kind").asString().toLowerCase(java.util.Locale.ROOT) + "/"
				+ object.at("/metadata/name").asString();
		if (this.objects.containsKey(key)) {
			throw new KubectlException("Error from server (AlreadyExists): " + key);
		}
		stamp(object);
		this.objects.put(key, object);
		return "created";
	}

	private String replace(ObjectNode object) throws KubectlException {
		String key = object.path("kind").asString().toLowerCase(java.util.Locale.ROOT) + "/"
				+ object.at("/metadata/name").asString();
		if (!object(key).at("/metadata/resourceVersion").equals(object.at("/metadata/resourceVersion"))) {
			throw new KubectlException("Error from server (Conflict): the object has been modified");
		}
		stamp(object);
		this.objects.put(key, object);
		return "replaced";
	}

	/** Grows with each change, but for those of the lease. */
	int revision() {
		return this.revision;
	}

	private void stamp(ObjectNode object) {
		this.revision += "Lease".equals(object.path("kind").asString()) ? 0 : 1;
		object.withObject("/metadata").put("resourceVersion", Integer.toString(this.version++));
	}

	/** What controllers of the cluster do meanwhile. */
	private void settle() {
		ObjectNode scaler = this.objects.get("hpa/agent-service");
		if (scaler != null) {
			int minimum = scaler.at("/spec/minReplicas").asInt();
			if (spec("deployment/agent-service").path("replicas").asInt() < minimum) {
				scale("agent-service", minimum);
			}
		}
		for (String key : List.of("deployment/agent-service", "deployment/agent-service-canary")) {
			if (this.objects.containsKey(key)) {
				replicas(key).settle(object(key), this.clock.get().getEpochSecond(), this.stuck.equals(key),
						this.broken.equals(key));
			}
		}
		ObjectNode route = object("httproute/agent-service");
		if (!this.gatewayGone && this.clock.get().getEpochSecond() >= this.acceptedAt) {
			for (JsonNode condition : route.at("/status/parents/0/conditions")) {
				((ObjectNode) condition).set("observedGeneration", route.at("/metadata/generation"));
			}
		}
	}

	/** The rule that is ours. */
	ObjectNode rule() {
		return (ObjectNode) object("httproute/agent-service").at("/spec/rules/1");
	}

	ArrayNode refs() {
		return (ArrayNode) rule().path("backendRefs");
	}

}
