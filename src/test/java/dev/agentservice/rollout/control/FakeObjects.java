package dev.agentservice.rollout.control;

/**
 * What is in the cluster before a rollout.
 */
final class FakeObjects {

	static final String ROUTE = """
			{"kind": "HTTPRoute", "metadata": {"name": "agent-service", "generation": 1, "annotations": {"team/note": "kept"}},
			 "spec": {"hostnames": ["agents.example.com"], "rules": [
			  {"matches": [{"path": {"value": "/health"}}], "backendRefs": [{"name": "status-page", "port": 80}]},
			  {"backendRefs": [{"name": "agent-service", "port": 8080, "weight": 100},
			                   {"name": "agent-service-canary", "port": 8080, "weight": 0}],
			   "timeouts": {"request": "0s"}}]},
			 "status": {"parents": [{"conditions": [{"type": "Accepted", "status": "True"},
			                                        {"type": "ResolvedRefs", "status": "True"}]}]}}""";

	static final String AUTOSCALER = """
			{"kind": "HorizontalPodAutoscaler", "metadata": {"name": "agent-service"},
			 "spec": {"minReplicas": 2, "maxReplicas": 12}}""";

	private FakeObjects() {
	}

	static String deployment(String name, int replicas, String release) {
		return """
				{"kind": "Deployment", "metadata": {"name": "%s", "generation": 1, "labels":
				 {"app.kubernetes.io/version": "%s"}, "annotations": {}},
				 "spec": {"replicas": %d, "template": {"metadata": {"labels": {"app.kubernetes.io/version": "%s"},
				   "annotations": {"agent-service/state-readable": "2"}},
				   "spec": {"containers": [{"image": "registry.example/agent-service@sha256:%s"}]}}},
				 "status": {"observedGeneration": 1, "replicas": %d, "updatedReplicas": %d, "readyReplicas": %d}}"""
			.formatted(name, release, replicas, release, release, replicas, replicas, replicas);
	}

}
