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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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
 * <li>metadata, dimension, vectors of nothing but zeros:
 * <a href= "https://www.pinecone.io/docs/limits/">limits</a>,
 * <a href="https://github.com/probots-io/pinecone-php/issues/15">the answer to another
 * dimension</a>;</li>
 * <li>deletion by metadata: <a href=
 * "https://github.com/pinecone-io/pinecone-ts-client/issues/196">pinecone-ts-client#196</a>,
 * <a href="https://github.com/pinecone-io/canopy/issues/306">the answer</a>. Newer plans
 * allow it; here it never is;</li>
 * <li>log sequence numbers:
 * <a href= "https://docs.pinecone.io/guides/index-data/check-data-freshness">data
 * freshness</a>;</li>
 * <li>the key: <a href="https://docs.pinecone.io/reference/api/errors">errors</a>; the
 * version:
 * <a href="https://docs.pinecone.io/reference/api/versioning">versioning</a>.</li>
 * </ul>
 * Stricter than the real one: it demands the version, and a namespace by name, which have
 * defaults there, and knows no member that it does not need.
 */
public final class PineconeSimulator implements AutoCloseable {

	public static final String KEY = "pcsk_only_good_for_tests";

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final int MOST_BYTES = 2 * 1024 * 1024;

	private static final int MOST_RECORDS = 1000;

	private static final Duration SLOWEST = Duration.ofSeconds(5);

	private final HttpServer server;

	private final int dimension;

	private final Random random = new Random(5);

	private final Map<String, PineconeNamespace> namespaces = new TreeMap<>();

	private final Deque<PineconeFault> faults = new ArrayDeque<>();

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
	public synchronized void next(PineconeFault... next) {
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
		PineconeNamespace one = this.namespaces.get(namespace);
		return (one != null) ? Set.copyOf(one.seen(this.now).keySet()) : Set.of();
	}

	/** Loses everything. */
	synchronized void clear() {
		this.namespaces.clear();
	}

	/** Writes a record past all checks, which is seen at once. */
	synchronized void forge(String namespace, String id, float[] values, String metadata) {
		settle();
		PineconeNamespace one = this.namespaces.computeIfAbsent(namespace, (_) -> new PineconeNamespace());
		one.append(new PineconeNamespace.Write(this.now, id, values, JSON.readTree(metadata)));
	}

	private void serve(HttpExchange exchange) throws IOException {
		byte[] bytes = exchange.getRequestBody().readAllBytes();
		PineconeReply reply;
		PineconeFault fault;
		synchronized (this) {
			fault = this.faults.poll();
			String path = exchange.getRequestURI().getPath();
			this.calls.add((fault != null) ? path + " " + fault.name() : path);
			PineconeReply instead = (fault != null) ? fault.instead() : null;
			if (instead != null) {
				reply = instead;
			}
			else {
				reply = answer(exchange, path, bytes);
				if (fault == PineconeFault.LOST_ANSWER) {
					exchange.close();
					return;
				}
				if (reply.status() != 200 && reply.status() != 404) {
					this.refused.add(reply.status() + " " + reply.body().path("message").asString(""));
				}
			}
		}
		if (fault != PineconeFault.NO_NUMBER) {
			reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
		}
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		byte[] body = ((fault == PineconeFault.NO_JSON) ? "<html>" : reply.body().toString())
			.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(reply.status(), body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	private PineconeReply answer(HttpExchange exchange, String path, byte[] bytes) {
		try {
			PineconeRules.demandHead(exchange);
			if (bytes.length > MOST_BYTES) {
				throw new PineconeRules.Refusal(413, 11,
						"Your request is larger than the maximum supported size - 2MB. Please try to reduce your batch size.");
			}
			JsonNode body = (bytes.length > 0) ? JSON.readTree(bytes) : PineconeRules.parameters(exchange);
			return switch (path) {
				case "/vectors/list" -> list(body);
				case "/vectors/upsert" -> upsert(body);
				case "/vectors/delete" -> delete(body);
				case "/query" -> query(body);
				case "/describe_index_stats" -> stats();
				default -> throw new PineconeRules.Refusal(404, 5, "Not found");
			};
		}
		catch (PineconeRules.Refusal ex) {
			return PineconeReply.error(ex.status, ex.code, ex.message);
		}
		catch (tools.jackson.core.JacksonException ex) {
			return PineconeReply.error(400, 3, "Request body is not JSON");
		}
	}

	private PineconeReply upsert(JsonNode body) {
		PineconeRules.demandMembers(body, "namespace", "vectors");
		JsonNode vectors = body.path("vectors");
		PineconeRules.demand(vectors.isArray() && !vectors.isEmpty(), "No vectors to upsert");
		PineconeRules.demand(vectors.size() <= MOST_RECORDS,
				"Upsert batch has " + vectors.size() + " vectors, more than 1000");
		List<PineconeNamespace.Write> writes = new ArrayList<>();
		Set<String> ids = new HashSet<>();
		for (JsonNode vector : vectors) {
			PineconeRules.demandMembers(vector, "id", "values", "metadata");
			String id = PineconeRules.id(vector.path("id"));
			PineconeRules.demand(ids.add(id), "Duplicate vector id in one upsert");
			writes.add(new PineconeNamespace.Write(0, id, PineconeRules.numbers(vector.path("values"), this.dimension),
					PineconeRules.metadata(vector.path("metadata"))));
		}
		PineconeNamespace namespace = this.namespaces.computeIfAbsent(PineconeRules.namespace(body),
				(_) -> new PineconeNamespace());
		long visible = this.now + this.random.nextLong(SLOWEST.toMillis() + 1);
		writes.forEach((one) -> namespace
			.append(new PineconeNamespace.Write(visible, one.id(), one.values(), one.metadata())));
		return new PineconeReply(200, JSON.createObjectNode().put("upsertedCount", writes.size()),
				Map.of("x-pinecone-request-lsn", Long.toString(namespace.size())));
	}

	private PineconeReply delete(JsonNode body) {
		if (body.has("filter")) {
			throw new PineconeRules.Refusal(400, 3,
					"Serverless and Starter indexes do not support deleting with metadata filtering.");
		}
		PineconeRules.demandMembers(body, "namespace", "ids");
		JsonNode ids = body.path("ids");
		PineconeRules.demand(ids.isArray() && !ids.isEmpty(), "No ids to delete");
		PineconeRules.demand(ids.size() <= MOST_RECORDS, "Delete has " + ids.size() + " ids, more than 1000");
		PineconeNamespace namespace = this.namespaces.get(PineconeRules.namespace(body));
		if (namespace == null) {
			throw new PineconeRules.Refusal(404, 5, "Namespace not found");
		}
		long visible = this.now + this.random.nextLong(SLOWEST.toMillis() + 1);
		ids.forEach((id) -> namespace
			.append(new PineconeNamespace.Write(visible, PineconeRules.id(id), null, JSON.createObjectNode())));
		return new PineconeReply(200, JSON.createObjectNode(),
				Map.of("x-pinecone-request-lsn", Long.toString(namespace.size())));
	}

	private PineconeReply query(JsonNode body) {
		PineconeRules.demandMembers(body, "namespace", "vector", "topK", "includeMetadata", "includeValues");
		int most = body.path("topK").asInt(0);
		PineconeRules.demand(most >= 1 && most <= 10_000, "topK must be between 1 and 10000");
		float[] vector = PineconeRules.numbers(body.path("vector"), this.dimension);
		String name = PineconeRules.namespace(body);
		PineconeNamespace namespace = this.namespaces.get(name);
		ObjectNode answer = JSON.createObjectNode().put("namespace", name);
		ArrayNode matches = answer.putArray("matches");
		if (namespace == null) {
			return new PineconeReply(200, answer, Map.of());
		}
		namespace.seen(this.now)
			.values()
			.stream()
			.sorted(Comparator.comparingDouble((PineconeNamespace.Write one) -> -one.cosine(vector)))
			.limit(most)
			.forEach((one) -> {
				ObjectNode match = matches.addObject().put("id", one.id()).put("score", one.cosine(vector));
				if (body.path("includeMetadata").asBoolean(false)) {
					match.set("metadata", one.metadata());
				}
			});
		return new PineconeReply(200, answer,
				Map.of("x-pinecone-max-indexed-lsn", Long.toString(namespace.indexed(this.now))));
	}

	private PineconeReply list(JsonNode body) {
		PineconeRules.demandMembers(body, "namespace", "limit", "paginationToken");
		PineconeNamespace namespace = this.namespaces.getOrDefault(PineconeRules.namespace(body),
				new PineconeNamespace());
		return new PineconeReply(200, namespace.list(this.now, body), Map.of());
	}

	private PineconeReply stats() {
		return new PineconeReply(200, JSON.createObjectNode().put("dimension", this.dimension).put("metric", "cosine"),
				Map.of());
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
