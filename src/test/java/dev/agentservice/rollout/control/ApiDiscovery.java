package dev.agentservice.rollout.control;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.rollout.cluster.KubectlException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the API server says of itself: the resources that a rollout needs, and that it
 * checks fields when it is asked to. KEDA is not installed.
 */
final class ApiDiscovery {

	private static final List<Resource> RESOURCES = List.of(
			new Resource("gateway.networking.k8s.io", "v1", "HTTPRoute", "httproutes",
					Set.of("hostnames", "parentRefs", "rules")),
			new Resource("apps", "v1", "Deployment", "deployments",
					Set.of("replicas", "template", "selector", "strategy")),
			new Resource("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers",
					Set.of("minReplicas", "maxReplicas", "metrics", "scaleTargetRef")),
			new Resource("coordination.k8s.io", "v1", "Lease", "leases",
					Set.of("holderIdentity", "leaseDurationSeconds", "acquireTime", "renewTime", "leaseTransitions")),
			new Resource("", "v1", "Event", "events", Set.of()));

	/** Fields of any object, and of events. */
	private static final Set<String> MEMBERS = Set.of("apiVersion", "kind", "metadata", "spec", "status",
			"involvedObject", "reason", "message", "type", "firstTimestamp", "lastTimestamp", "count", "source");

	private ApiDiscovery() {
	}

	static @Nullable Resource resource(String plural) {
		return RESOURCES.stream().filter((one) -> one.plural().equals(plural)).findFirst().orElse(null);
	}

	/** The document of a path, if it is one of discovery. */
	static @Nullable String document(String path) {
		return switch (path) {
			case "/api" -> "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}";
			case "/apis" -> "{\"kind\":\"APIGroupList\",\"apiVersion\":\"v1\",\"groups\":[%s]}"
				.formatted(groups().map(ApiDiscovery::group).collect(Collectors.joining(",")));
			case "/openapi/v3" -> "{\"paths\":{%s}}".formatted(RESOURCES.stream()
				.map((one) -> "\"%s\":{\"serverRelativeURL\":\"/openapi/v3%s\"}".formatted(one.path().substring(1),
						one.path()))
				.collect(Collectors.joining(",")));
			case "/apis/authentication.k8s.io/v1/selfsubjectreviews" -> """
					{"kind": "SelfSubjectReview", "apiVersion": "authentication.k8s.io/v1",
					 "status": {"userInfo": {"username": "ada"}}}""";
			default -> RESOURCES.stream()
				.filter((one) -> path.endsWith(one.path()))
				.findFirst()
				.map((one) -> path.startsWith("/openapi") ? one.openapi() : path.equals(one.path()) ? one.list() : null)
				.orElse(null);
		};
	}

	private static Stream<Resource> groups() {
		return RESOURCES.stream().filter((one) -> !one.group().isEmpty());
	}

	private static String group(Resource one) {
		String version = "{\"groupVersion\":\"%s/%s\",\"version\":\"%2$s\"}".formatted(one.group(), one.version());
		return "{\"name\":\"%s\",\"versions\":[%s],\"preferredVersion\":%2$s}".formatted(one.group(), version);
	}

	/** A typing error in a patch would else be stored as it is, and do nothing. */
	static void requireKnownPaths(Resource resource, JsonNode patch) throws KubectlException {
		for (JsonNode operation : patch) {
			String[] path = operation.path("path").asString().split("/", -1);
			if (path.length < 2 || !MEMBERS.contains(path[1])
					|| (path[1].equals("spec") && path.length > 2 && !resource.fields().contains(path[2]))) {
				throw new KubectlException("unknown field \"%s\"".formatted(operation.path("path").asString()));
			}
		}
	}

	/** As with {@code fieldValidation=Strict}, which {@code kubectl} asks for. */
	static void requireKnownFields(Resource resource, ObjectNode object) throws KubectlException {
		for (String name : object.propertyNames()) {
			if (!MEMBERS.contains(name)) {
				throw new KubectlException("unknown field \"%s\"".formatted(name));
			}
		}
		for (String name : object.path("spec").propertyNames()) {
			if (!resource.fields().contains(name)) {
				throw new KubectlException("unknown field \"spec.%s\"".formatted(name));
			}
		}
	}

	/**
	 * A kind of object.
	 *
	 * @param fields those of its {@code spec}
	 */
	record Resource(String group, String version, String kind, String plural, Set<String> fields) {

		String path() {
			return this.group.isEmpty() ? "/api/" + this.version : "/apis/" + this.group + "/" + this.version;
		}

		/** Its name in the command line of {@code kubectl}. */
		String noun() {
			return this.kind.equals("HorizontalPodAutoscaler") ? "hpa" : this.kind.toLowerCase(java.util.Locale.ROOT);
		}

		private String groupVersion() {
			return this.group.isEmpty() ? this.version : this.group + "/" + this.version;
		}

		/** With what the cluster in memory leaves out. */
		String named(ObjectNode object) {
			return object.put("apiVersion", groupVersion()).put("kind", this.kind).toString();
		}

		String list() {
			return ("{\"kind\":\"APIResourceList\",\"apiVersion\":\"v1\",\"groupVersion\":\"%s\",\"resources\":["
					+ "{\"name\":\"%s\",\"singularName\":\"%s\",\"shortNames\":[\"%s\"],\"namespaced\":true,"
					+ "\"kind\":\"%s\",\"verbs\":[\"create\",\"get\",\"patch\",\"update\"]}]}")
				.formatted(groupVersion(), this.plural, this.kind.toLowerCase(java.util.Locale.ROOT), noun(),
						this.kind);
		}

		/** Says that it checks fields; nothing else is read of it. */
		String openapi() {
			return """
					{"openapi": "3.0.0", "info": {"title": "Kubernetes", "version": "v1"}, "paths": {"%s/namespaces/{namespace}/%s/{name}":
					 {"patch": {"parameters": [{"name": "fieldValidation", "in": "query", "schema": {"type": "string"}}],
					  "responses": {"200": {"description": "OK"}},
					  "x-kubernetes-group-version-kind": {"group": "%s", "version": "%s", "kind": "%s"}}}}}"""
				.formatted(path(), this.plural, this.group, this.version, this.kind);
		}

	}

}
