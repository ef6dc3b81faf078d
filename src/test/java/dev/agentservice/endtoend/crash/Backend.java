package dev.agentservice.endtoend.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.agentservice.endtoend.crash.judge.Effect;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.http.Exchange;
import dev.agentservice.simulator.http.HttpRequest;
import dev.agentservice.simulator.http.HttpServer;
import tools.jackson.databind.JsonNode;

/**
 * The backend of the tools. It appends each effect to a file, and forces it to the disk,
 * before it answers with a receipt; a replica can die before and after it.
 */
final class Backend implements AutoCloseable {

	/** Long enough for a replica to die meanwhile, now and then. */
	private static final int LONGEST_PAUSE_MS = 120;

	private final Random random;

	/** Receipts by the idempotency key of their call. */
	private final Map<String, String> byKey = new HashMap<>();

	private final Path file;

	private final FileChannel ledger;

	private final HttpServer server;

	Backend(long seed) {
		this.random = new Random(seed);
		try {
			this.file = Files.createTempFile("effects", ".ledger");
			this.ledger = FileChannel.open(this.file, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server = HttpServer.start(0, this::handle);
	}

	/** Where it listens. */
	String url() {
		return "http://127.0.0.1:" + this.server.port();
	}

	/** Everything that happened, oldest first, as the file says. */
	List<Effect> effects() {
		try {
			return Files.readAllLines(this.file).stream().map(Backend::parse).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.server.close();
		try {
			this.ledger.close();
			Files.delete(this.file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void handle(HttpRequest request, Exchange exchange) throws IOException {
		// Does not look whether the client has left: a backend that was asked acts.
		pause();
		if (request.method().equals("GET")) {
			answer(exchange, find(request.path().substring(1)));
			return;
		}
		JsonNode wish = Json.parseObject(request.body()).orElseThrow();
		String receipt = act(wish);
		exchange.pause(Duration.ofMillis(this.random.nextInt(LONGEST_PAUSE_MS)));
		answer(exchange, receipt);
	}

	private static void answer(Exchange exchange, String text) throws IOException {
		exchange.send(200, Map.of("content-type", "text/plain"), text.getBytes(StandardCharsets.UTF_8));
	}

	/** The receipt of the call with this key; empty if it has not happened. */
	private synchronized String find(String key) {
		return this.byKey.getOrDefault(key, "");
	}

	/** Where the wish says so, a key that was there before has no further effect. */
	private synchronized String act(JsonNode wish) throws IOException {
		String key = wish.path("key").asString();
		if (wish.path("once").asBoolean() && this.byKey.containsKey(key)) {
			return find(key);
		}
		Effect effect = new Effect(wish.path("order").asString(), wish.path("run").asString(),
				wish.path("call").asString(), wish.path("tool").asString(), receipt());
		append(effect);
		this.byKey.put(key, effect.receipt());
		return effect.receipt();
	}

	private void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(this.random.nextInt(LONGEST_PAUSE_MS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private void append(Effect effect) throws IOException {
		String line = String.join(" ", effect.order(), effect.run(), effect.call(), effect.tool(), effect.receipt());
		ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
		while (bytes.hasRemaining()) {
			this.ledger.write(bytes);
		}
		this.ledger.force(false);
	}

	private static Effect parse(String line) {
		String[] parts = line.split(" ", -1);
		return new Effect(parts[0], parts[1], parts[2], parts[3], parts[4]);
	}

	private String receipt() {
		return this.random.ints(8, 'a', 'z' + 1)
			.mapToObj(Character::toString)
			.collect(Collectors.joining("", "receipt", ""));
	}

}
