package dev.agentservice.rollout.control;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.agentservice.rollout.cluster.KubectlException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A cluster in memory behind the HTTP interface of Kubernetes, as far as {@code kubectl}
 * needs it to get, patch, create and replace: discovery, JSON patches, resource versions,
 * and refusals as documents of the kind {@code Status}.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/">API
 * concepts</a>
 */
final class ApiServer implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final Pattern OBJECT = Pattern
		.compile("/(?:api|apis/[^/]+)/v\\d+/namespaces/([^/]+)/([a-z]+)(?:/([^/]+))?");

	/** Each request that changes something, as {@code PATCH httproutes/agent-service}. */
	final List<String> changes = new CopyOnWriteArrayList<>();

	private final FakeCluster cluster;

	private final HttpServer server;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	ApiServer(FakeCluster cluster) throws IOException {
		this.cluster = cluster;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	/** Writes a file that leads {@code kubectl} here. */
	Path kubeconfig(Path directory) throws IOException {
		return Files.writeString(directory.resolve("kubeconfig"), """
				apiVersion: v1
				kind: Config
				current-context: here
				clusters: [{name: here, cluster: {server: 'http://127.0.0.1:%d'}}]
				contexts: [{name: here, context: {cluster: here, user: nobody}}]
				users: [{name: nobody, user: {}}]
				""".formatted(this.server.getAddress().getPort()));
	}

	private void answer(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath();
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		String known = ApiDiscovery.document(path);
		if (known != null) {
			send(exchange, 200, known);
			return;
		}
		Matcher object = OBJECT.matcher(path);
		ApiDiscovery.Resource resource = object.matches() ? ApiDiscovery.resource(object.group(2)) : null;
		if (resource == null) {
			send(exchange, 404, status(404, "NotFound", "the server could not find the requested resource"));
			return;
		}
		try {
			send(exchange, exchange.getRequestMethod().equals("POST") ? 201 : 200,
					object(exchange.getRequestMethod(), resource, object.group(3), body));
		}
		catch (KubectlException ex) {
			refuse(exchange, String.valueOf(ex.getMessage()));
		}
	}

	private String object(String method, ApiDiscovery.Resource resource, String name, String body)
			throws KubectlException {
		synchronized (this.cluster) {
			if (!method.equals("GET")) {
				this.changes.add(method + " " + resource.plural() + ((name != null) ? "/" + name : ""));
			}
			return switch (method) {
				case "GET" -> existing(resource, name);
				case "PATCH" -> {
					ApiDiscovery.requireKnownPaths(resource, JSON.readTree(body));
					run("", "patch", resource.noun(), name, body);
					yield existing(resource, name);
				}
				case "POST" -> written(resource, body, "create");
				case "PUT" -> written(resource, body, "replace");
				default -> throw new KubectlException("MethodNotAllowed");
			};
		}
	}

	private String written(ApiDiscovery.Resource resource, String body, String verb) throws KubectlException {
		ObjectNode object = (ObjectNode) JSON.readTree(body);
		ApiDiscovery.requireKnownFields(resource, object);
		run(body, verb, "--filename", "-");
		return resource.noun().equals("event") ? resource.named(object)
				: existing(resource, object.at("/metadata/name").asString());
	}

	private String existing(ApiDiscovery.Resource resource, String name) throws KubectlException {
		String found = run("", "get", resource.noun(), name);
		if (found.isEmpty()) {
			throw new KubectlException(
					"Error from server (NotFound): %s \"%s\" not found".formatted(resource.plural(), name));
		}
		return resource.named((ObjectNode) JSON.readTree(found));
	}

	private String run(String in, String... arguments) throws KubectlException {
		List<String> all = new java.util.ArrayList<>(List.of("--namespace", "agent-service"));
		all.addAll(List.of(arguments));
		return this.cluster.run(all, in);
	}

	/** As the real one words it; what is not known is not valid. */
	private static void refuse(HttpExchange exchange, String message) throws IOException {
		String text = message.replaceFirst("^Error from server \\(\\w+\\): ", "");
		if (message.contains("(NotFound)")) {
			send(exchange, 404, status(404, "NotFound", text));
		}
		else if (message.contains("(Forbidden)")) {
			send(exchange, 403, status(403, "Forbidden", text));
		}
		else if (message.contains("(AlreadyExists)")) {
			send(exchange, 409, status(409, "AlreadyExists", text));
		}
		else if (message.contains("(Conflict)")) {
			send(exchange, 409, status(409, "Conflict", text));
		}
		else {
			send(exchange, 422, status(422, "Invalid", text.replaceFirst("^The request is invalid: ", "")));
		}
	}

	private static String status(int code, String reason, String message) {
		JsonNode status = JSON.createObjectNode()
			.put("kind", "Status")
			.put("apiVersion", "v1")
			.put("status", "Failure")
			.put("message", message)
			.put("reason", reason)
			.put("code", code);
		return status.toString();
	}

	private static void send(HttpExchange exchange, int status, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(status, bytes.length);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(bytes);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
