package dev.agentservice.knowledge.index.pinecone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One serverless index at Pinecone, over HTTP on the loopback interface. What is written
 * is seen by searches only some seconds later, by a clock that the test moves, and each
 * namespace has a log whose numbers stand in the answers' headers. What the real one
 * refuses is refused with its words and remembered: {@link #refused()}.
 * <p>
 * Sources of what it refuses:
 * <ul>
 * <li>sizes and counts: <a href=
 * "https://docs.pinecone.io/reference/api/database-limits/operation-limits">operation
 * limits</a>, <a href="https://github.com/pinecone-io/pinecone-ts-client/issues/23">the
 * answer to more than 2 MB</a>;</li>
 * <li>metadata, dimension, vectors of nothing but zeros: <a href=
 * "https://www.pinecone.io/docs/limits/">limits</a>,
 * <a href="https://github.com/probots-io/pinecone-php/issues/15">the answer to another
 * dimension</a>;</li>
 * <li>deletion by metadata: <a href=
 * "https://github.com/pinecone-io/pinecone-ts-client/issues/196">pinecone-ts-client#196</a>,
 * <a href="https://github.com/pinecone-io/canopy/issues/306">the answer</a>. Newer plans
 * allow it; here it never is;</li>
 * <li>log sequence numbers: <a href=
 * "https://docs.pinecone.io/guides/index-data/check-data-freshness">data freshness</a>;</li>
 * <li>the key: <a href="https://docs.pinecone.io/reference/api/errors">errors</a>; the
 * version: <a href="https://docs.pinecone.io/reference/api/versioning">versioning</a>.</li>
 * </ul>
 * Stricter than the real one: it demands the version, and a namespace by name, which have
 * defaults there, and knows no member that it does not need.
 */
public final class PineconeSimulator implements AutoCloseable {

	public static final String KEY = "pcsk_only_good_for_tests";

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final int MOST_BYTES = 2 * 1024 * 1024;

	private static final int MOST_METADATA = 40 * 1024;

	private static final int MOST_ID = 512;

	private static final int MOST_RECORDS = 1000;

	private static final int MOST_NUMBERS = 20_000;

	private static final Duration SLOWEST = Duration.ofSeconds(5);

	private final HttpServer server;

	private final int dimension;

	private final Random random = new Random(5);

	private final Map<String, Namespace> namespaces = new TreeMap<>();

	private final Deque<Fault> faults = new ArrayDeque<>();

	private final List<String> refused = new ArrayList<>();

	private final List<String> calls = new ArrayList<>();

	private long now;

	public PineconeSimulator(int dimension) {
		this.dimension = dimension;
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		this.server.createContext("/", this::serve);
		this.server.start();
	}

	public String address() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/** Moves the clock. */
	synchronized void pass(Duration time) {
		this.now += time.toMillis();
	}

	/** Until everything that was written is seen. */
	public void settle() {
		pass(SLOWEST);
	}

	/** What the next calls meet. */
	public synchronized void next(Fault... next) {
		this.faults.addAll(List.of(next));
	}

	/** The paths of all calls, and of the faults that they met. */
	public synchronized List<String> calls() {
		return List.copyOf(this.calls);
	}

	/** Why calls were refused, since this was asked last. */
	public synchronized List<String> refused() {
		List<String> all = List.copyOf(this.refused);
		this.refused.clear();
		return all;
	}

	/** The ids that searches see. */
	synchronized Set<String> seen(String namespace) {
		Namespace one = this.namespaces.get(namespace);
		return (one != null) ? Set.copyOf(one.seen(this.now).keySet()) : Set.of();
	}

	/** Writes a record past all checks, which is seen at once. */
	synchronized void forge(String namespace, String id, float[] values, String metadata) {
		settle();
		Namespace one = this.namespaces.computeIfAbsent(namespace, (_) -> new Namespace());
		one.append(new Write(this.now, id, values, JSON.readTree(metadata)));
	}

	private void serve(HttpExchange exchange) throws IOException {
		byte[] bytes = exchange.getRequestBody().readAllBytes();
		Reply reply;
		synchronized (this) {
			Fault fault = this.faults.poll();
			String path = exchange.getRequestURI().getPath();
			this.calls.add((fault != null) ? path + " " + fault.name() : path);
			if (fault == Fault.TOO_MANY) {
				exchange.getResponseHeaders().set("Retry-After", "1");
				reply = error(429, 8, "Request failed. You've reached the max write units per second for the namespace.");
			}
			else if (fault == Fault.UNAVAILABLE) {
				reply = error(503, 14, "The service is currently unavailable.");
			}
			else {
				reply = answer(exchange, path, bytes);
				if (fault == Fault.LOST_ANSWER) {
					exchange.close();
					return;
				}
				if (reply.status() != 200 && reply.status() != 404) {
					this.refused.add(reply.status() + " " + reply.body().path("message").asString(""));
				}
			}
		}
		reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		byte[] body = reply.body().toString().getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(reply.status(), body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	private Reply answer(HttpExchange exchange, String path, byte[] bytes) {
		try {
			demandHead(exchange);
			if (bytes.length > MOST_BYTES) {
				throw new Refusal(413, 11,
						"Your request is larger than the maximum supported size - 2MB. Please try to reduce your batch size.");
			}
			JsonNode body = JSON.readTree(bytes);
			return switch (path) {
				case "/vectors/upsert" -> upsert(body);
				case "/vectors/delete" -> delete(body);
				case "/query" -> query(body);
				case "/describe_index_stats" -> stats();
				default -> throw new Refusal(404, 5, "Not found");
			};
		}
		catch (Refusal ex) {
			return error(ex.status, ex.code, ex.message);
		}
		catch (tools.jackson.core.JacksonException ex) {
			return error(400, 3, "Request body is not JSON");
		}
	}

	private static void demandHead(HttpExchange exchange) {
		if (!KEY.equals(exchange.getRequestHeaders().getFirst("Api-Key"))) {
			throw new Refusal(401, 16, "Invalid API Key");
		}
		demand(String.valueOf(exchange.getRequestHeaders().getFirst("X-Pinecone-Api-Version")).matches("20\\d\\d-\\d\\d"),
				"X-Pinecone-Api-Version is missing");
		demand("POST".equals(exchange.getRequestMethod()), "Method not allowed");
		demand(String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")).startsWith("application/json"),
				"Content-Type must be application/json");
	}

	private Reply upsert(JsonNode body) {
		demandMembers(body, "namespace", "vectors");
		JsonNode vectors = body.path("vectors");
		demand(vectors.isArray() && !vectors.isEmpty(), "No vectors to upsert");
		demand(vectors.size() <= MOST_RECORDS, "Upsert batch has " + vectors.size() + " vectors, more than 1000");
		List<Write> writes = new ArrayList<>();
		Set<String> ids = new HashSet<>();
		for (JsonNode vector : vectors) {
			demandMembers(vector, "id", "values", "metadata");
			String id = id(vector.path("id"));
			demand(ids.add(id), "Duplicate vector id in one upsert");
			writes.add(new Write(0, id, numbers(vector.path("values")), metadata(vector.path("metadata"))));
		}
		Namespace namespace = this.namespaces.computeIfAbsent(namespace(body), (_) -> new Namespace());
		long visible = this.now + this.random.nextLong(SLOWEST.toMillis() + 1);
		writes.forEach((one) -> namespace.append(new Write(visible, one.id(), one.values(), one.metadata())));
		return new Reply(200, JSON.createObjectNode().put("upsertedCount", writes.size()),
				Map.of("x-pinecone-request-lsn", Long.toString(namespace.log.size())));
	}

	private Reply delete(JsonNode body) {
		if (body.has("filter")) {
			throw new Refusal(400, 3, "Serverless and Starter indexes do not support deleting with metadata filtering.");
		}
		demandMembers(body, "namespace", "ids");
		JsonNode ids = body.path("ids");
		demand(ids.isArray() && !ids.isEmpty(), "No ids to delete");
		demand(ids.size() <= MOST_RECORDS, "Delete has " + ids.size() + " ids, more than 1000");
		Namespace namespace = this.namespaces.get(namespace(body));
		if (namespace == null) {
			throw new Refusal(404, 5, "Namespace not found");
		}
		long visible = this.now + this.random.nextLong(SLOWEST.toMillis() + 1);
		ids.forEach((id) -> namespace.append(new Write(visible, id(id), null, JSON.createObjectNode())));
		return new Reply(200, JSON.createObjectNode(),
				Map.of("x-pinecone-request-lsn", Long.toString(namespace.log.size())));
	}

	private Reply query(JsonNode body) {
		demandMembers(body, "namespace", "vector", "topK", "includeMetadata", "includeValues");
		int most = body.path("topK").asInt(0);
		demand(most >= 1 && most <= 10_000, "topK must be between 1 and 10000");
		float[] vector = numbers(body.path("vector"));
		String name = namespace(body);
		Namespace namespace = this.namespaces.get(name);
		ObjectNode answer = JSON.createObjectNode().put("namespace", name);
		ArrayNode matches = answer.putArray("matches");
		if (namespace == null) {
			return new Reply(200, answer, Map.of());
		}
		namespace.seen(this.now)
			.values()
			.stream()
			.sorted(Comparator.comparingDouble((Write one) -> -cosine(one, vector)))
			.limit(most)
			.forEach((one) -> {
				ObjectNode match = matches.addObject().put("id", one.id()).put("score", cosine(one, vector));
				if (body.path("includeMetadata").asBoolean(false)) {
					match.set("metadata", one.metadata());
				}
			});
		return new Reply(200, answer,
				Map.of("x-pinecone-max-indexed-lsn", Long.toString(namespace.indexed(this.now))));
	}

	private Reply stats() {
		return new Reply(200, JSON.createObjectNode().put("dimension", this.dimension).put("metric", "cosine"), Map.of());
	}

	private static double cosine(Write one, float[] vector) {
		double dot = 0;
		double ofOne = 0;
		double ofVector = 0;
		float[] values = java.util.Objects.requireNonNull(one.values());
		for (int i = 0; i < vector.length; i++) {
			dot += (double) values[i] * vector[i];
			ofOne += (double) values[i] * values[i];
			ofVector += (double) vector[i] * vector[i];
		}
		return dot / Math.sqrt(ofOne * ofVector);
	}

	private static String namespace(JsonNode body) {
		String name = body.path("namespace").asString("");
		demand(!name.isEmpty(), "namespace is missing");
		demand(name.chars().allMatch((one) -> one > 32 && one < 127), "namespace must be ASCII");
		return name;
	}

	private static String id(JsonNode node) {
		String id = node.asString("");
		demand(node.isString() && !id.isEmpty(), "Vector ID is missing");
		demand(id.length() <= MOST_ID, "Vector ID must be at most 512 characters");
		demand(id.chars().allMatch((one) -> one > 0 && one < 128), "Vector ID must be ASCII");
		return id;
	}

	private float[] numbers(JsonNode node) {
		demand(node.isArray() && node.size() <= MOST_NUMBERS, "values are missing");
		if (node.size() != this.dimension) {
			throw new Refusal(400, 3, "Vector dimension " + node.size() + " does not match the dimension of the index "
					+ this.dimension);
		}
		float[] numbers = new float[node.size()];
		boolean some = false;
		for (int i = 0; i < numbers.length; i++) {
			demand(node.get(i).isNumber(), "values must be numbers");
			numbers[i] = (float) node.get(i).asDouble();
			some |= numbers[i] != 0;
		}
		demand(some, "Dense vectors must contain at least one non-zero value.");
		return numbers;
	}

	private static JsonNode metadata(JsonNode node) {
		if (node.isMissingNode()) {
			return JSON.createObjectNode();
		}
		demand(node.isObject(), "metadata must be an object");
		int size = node.toString().getBytes(StandardCharsets.UTF_8).length;
		demand(size <= MOST_METADATA, "Metadata size is " + size + " bytes, which exceeds the limit of 40960 bytes per vector");
		node.forEach((value) -> demand(
				value.isString() || value.isNumber() || value.isBoolean()
						|| (value.isArray() && value.valueStream().allMatch(JsonNode::isString)),
				"Metadata value must be a string, number, boolean or list of strings"));
		return node;
	}

	private static void demandMembers(JsonNode node, String... known) {
		demand(node.isObject(), "an object is expected");
		node.propertyNames().forEach((name) -> demand(Set.of(known).contains(name), "unknown member " + name));
	}

	private static void demand(boolean holds, String message) {
		if (!holds) {
			throw new Refusal(400, 3, message);
		}
	}

	private static Reply error(int status, int code, String message) {
		ObjectNode body = JSON.createObjectNode().put("code", code).put("message", message);
		body.putArray("details");
		return new Reply(status, body, Map.of());
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	/** What goes wrong. */
	public enum Fault {

		/** 429, with the time to wait. */
		TOO_MANY,
		/** 503. */
		UNAVAILABLE,
		/** It is done, and the connection breaks. */
		LOST_ANSWER,
		/** Nothing does. */
		NONE

	}

	/** What an id stands for from a time on; null for nothing. */
	private record Write(long visible, String id, float @Nullable [] values, JsonNode metadata) {

	}

	private record Reply(int status, JsonNode body, Map<String, String> headers) {

	}

	/** The log of one namespace, seen up to a number and no further. */
	private static final class Namespace {

		private final List<Write> log = new ArrayList<>();

		void append(Write write) {
			this.log.add(write);
		}

		/** So many of its writes are seen: none before those that were written earlier. */
		long indexed(long now) {
			int count = 0;
			while (count < this.log.size() && this.log.get(count).visible() <= now) {
				count++;
			}
			return count;
		}

		Map<String, Write> seen(long now) {
			Map<String, Write> seen = new HashMap<>();
			this.log.subList(0, (int) indexed(now)).forEach((write) -> {
				if (write.values() != null) {
					seen.put(write.id(), write);
				}
				else {
					seen.remove(write.id());
				}
			});
			return seen;
		}

	}

	private static final class Refusal extends RuntimeException {

		private static final long serialVersionUID = 1;

		private final int status;

		private final int code;

		private final String message;

		Refusal(int status, int code, String message) {
			super(message);
			this.status = status;
			this.code = code;
			this.message = message;
		}

	}

}
