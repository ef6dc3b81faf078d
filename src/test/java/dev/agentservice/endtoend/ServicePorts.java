package dev.agentservice.endtoend;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.agentservice.support.RawHttp;
import tools.jackson.databind.json.JsonMapper;

/**
 * The two ports of a service, wherever it runs, and who asks there.
 */
public interface ServicePorts {

	/** Where clients find it. */
	String baseUrl();

	/** Where probes and Prometheus find it. */
	String managementUrl();

	default Client client(String key) {
		return new Client(baseUrl(), key);
	}

	/** A user. */
	default Client ada() {
		return client(ReplicaSettings.ADAS_KEY);
	}

	/** Another user of the same tenant. */
	default Client bob() {
		return client(ReplicaSettings.BOBS_KEY);
	}

	/** Their tenant's operator. */
	default Client operator() {
		return client(ReplicaSettings.OPS_KEY);
	}

	/** A client of the management port. */
	default Client management() {
		return new Client(managementUrl(), "none");
	}

	/** The metrics as Prometheus reads them. */
	default String metrics() {
		return management().get("/actuator/prometheus").body();
	}

	/** A client that sends exactly what it is told. */
	default RawHttp http() {
		return new RawHttp(URI.create(baseUrl()).getPort());
	}

	/** Asks as ada where the answer's headers matter. */
	default RawHttp.Answer ask(Map<String, Object> request) {
		return post("/agent", "application/json", JsonMapper.shared().writeValueAsString(request));
	}

	/** Sends JSON as ada where the answer's headers matter. */
	default RawHttp.Answer post(String path, String accept, String json) {
		Map<String, String> headers = Map.of("Authorization", "Bearer " + ReplicaSettings.ADAS_KEY, "Content-Type",
				"application/json", "Accept", accept);
		return http().request("POST", path, headers, json.getBytes(StandardCharsets.UTF_8));
	}

}
