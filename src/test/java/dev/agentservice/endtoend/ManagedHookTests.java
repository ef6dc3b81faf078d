package dev.agentservice.endtoend;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.simulator.responses.Act;
import dev.agentservice.simulator.responses.SimulatedHooks.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Webhooks of providers: a hint that something has ended, and no more. */
class ManagedHookTests {

	@RegisterExtension
	static final ManagedService service = ManagedService.shared();

	private static final AtomicInteger IDS = new AtomicInteger();

	/**
	 * The one that gets the hook is not the one that works on the run, which in request
	 * mode has no life besides its requests.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "server", "request" })
	void aHookWakesTheRunThatWaitsForASilentStreamOnAnotherReplica(String platform) {
		try (RunningService owner = service
			.another(Map.of("agent-service.llm.remote.silence", "10m", "agent-service.llm.remote.webhooks.per-minute",
					"2", "agent-service.llm.remote.webhooks.max-body", "1024", "agent-service.platform", platform))) {
			// Else it may hear of nothing: a hook is told once.
			await().until(() -> service.redis().subscribers("as:remote:hooks") == 2);
			for (ManagedBy provider : ManagedBy.values()) {
				provider.loops(service).hooks().to(provider.hooks(service), ManagedService.SECRET);
				provider.loops(service).next(Act.say("It "), new Act.Mute(), Act.say("is 42."), Act.use(10, 10));
				Client.Reply reply = owner.ada().ask(Map.of("task", "Hello?", "agent", provider.agent("alone")));
				assertThat(reply.text("/answer")).as(reply.body()).endsWith("is 42.");
				assertThat(provider.loops(service).requests()).as("asked once").hasSize(1);
			}
			assertThat(aFlood(owner)).containsExactly(401, 413, 429);
		}
	}

	/** Nobody knows whose they are. */
	private static int[] aFlood(ServicePorts replica) {
		String url = ManagedBy.OPENAI.hooks(replica);
		return new int[] { forged("{}").sendTo(url), forged(" ".repeat(1025)).sendTo(url), forged("{}").sendTo(url) };
	}

	private static Message forged(String body) {
		return Message.of(ManagedService.SECRET.replace('M', 'N'), id(), Instant.now(), body);
	}

	@ParameterizedTest
	@EnumSource
	void aHookIsHeardOnceAndSaysNothingOfWhetherSuchARunExists(ManagedBy provider) {
		String metric = "agent_remote_hooks_total{";
		Message message = Message.of(ManagedService.SECRET, id(), Instant.now(), provider.ended("unknown_1"));
		assertThat(message.sendTo(provider.hooks(service))).isEqualTo(204);
		assertThat(message.sendTo(provider.hooks(service))).isEqualTo(204);
		assertThat(service.metrics().lines().filter((line) -> line.startsWith(metric)))
			.anyMatch((line) -> line.contains("\"accepted\"") && !line.endsWith(" 0.0"))
			.anyMatch((line) -> line.contains("\"repeated\"") && !line.endsWith(" 0.0"));
		assertThat(provider.loops(service).calls()).as("nobody waits for it").isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void whatAlreadyEndedByItsStreamIsNotReadAgain(ManagedBy provider) {
		provider.loops(service).next(Act.say("It is 42."), Act.use(10, 10));
		assertThat(service.ask(provider, "alone", "Hello?").text("/answer")).isEqualTo("It is 42.");
		await().until(() -> provider.loops(service).kept().isEmpty());
		List<String> calls = provider.loops(service).calls();
		String object = calls.getLast().substring(calls.getLast().lastIndexOf('/') + 1);
		assertThat(Message.of(ManagedService.SECRET, id(), Instant.now(), provider.ended(object))
			.sendTo(provider.hooks(service))).isEqualTo(204);
		assertThat(provider.loops(service).calls()).isEqualTo(calls);
	}

	@ParameterizedTest
	@ValueSource(longs = { -301, 330 })
	void aSignatureIsValidForFiveMinutes(long seconds) {
		for (ManagedBy provider : ManagedBy.values()) {
			String body = provider.ended("unknown_2");
			Instant now = Instant.now();
			assertThat(Message.of(ManagedService.SECRET, id(), now.plusSeconds(seconds), body)
				.sendTo(provider.hooks(service))).isEqualTo(401);
			assertThat(Message.of(ManagedService.SECRET, id(), now.plusSeconds(seconds * 9 / 10), body)
				.sendTo(provider.hooks(service))).isEqualTo(204);
		}
	}

	@Test
	void theSecretBeforeIsStillValidAndThatOfAnotherProviderIsNot() {
		String body = ManagedBy.OPENAI.ended("unknown_3");
		Message old = Message.of(ManagedService.OLD_SECRET, id(), Instant.now(), body);
		assertThat(old.sendTo(ManagedBy.OPENAI.hooks(service))).isEqualTo(204);
		assertThat(old.sendTo(ManagedBy.ANTHROPIC.hooks(service))).isEqualTo(401);
		assertThat(old.sendTo(service.baseUrl() + "/hooks/ollama")).isEqualTo(404);
	}

	@Test
	void whatIsNotSignedAsItCameIsForged() {
		String url = ManagedBy.OPENAI.hooks(service);
		Message message = Message.of(ManagedService.SECRET, id(), Instant.now(), ManagedBy.OPENAI.ended("unknown_4"));
		assertThat(new Message(message.headers(), ManagedBy.OPENAI.ended("unknown_5")).sendTo(url)).isEqualTo(401);
		for (String header : message.headers().keySet()) {
			Map<String, String> headers = new TreeMap<>(message.headers());
			headers.put(header, "1");
			assertThat(new Message(headers, message.body()).sendTo(url))
				.isEqualTo(header.equals("content-type") ? 415 : 401);
			headers.remove(header);
			assertThat(new Message(headers, message.body()).sendTo(url))
				.isEqualTo(header.equals("content-type") ? 415 : 401);
		}
		assertThat(message.sendTo(url)).as("none of that used it up").isEqualTo(204);
	}

	@Test
	void whoIsRefusedIsToldWhichCredentialIsMissing() {
		HttpHeaders headers = forged("{}").answerTo(ManagedBy.OPENAI.hooks(service)).headers();
		assertThat(headers.firstValue("www-authenticate")).hasValue("Webhook-Signature");
	}

	@Test
	void aBodyThatBreaksIsTheSendersFault() throws IOException {
		StringBuilder head = new StringBuilder(
				"POST /hooks/openai HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n");
		forged("{}").headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
		URI url = URI.create(service.baseUrl());
		try (Socket socket = new Socket(url.getHost(), url.getPort())) {
			socket.getOutputStream().write((head + "\r\nno size\r\n").getBytes(StandardCharsets.US_ASCII));
			assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
				.isEqualTo("HTTP/1.1 400");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{", "17" })
	void whatIsSignedAndNoEventIsRefused(String body) {
		assertThat(Message.of(ManagedService.SECRET, id(), Instant.now(), body).sendTo(ManagedBy.OPENAI.hooks(service)))
			.isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"type\": \"batch.completed\", \"data\": {\"id\": \"batch_1\"}}",
			"{\"type\": \"response.completed\", \"data\": 1}",
			"{\"type\": \"response.completed\", \"data\": {\"id\": 1}}" })
	void whatNoRunWaitsForIsTaken(String body) {
		assertThat(Message.of(ManagedService.SECRET, id(), Instant.now(), body).sendTo(ManagedBy.OPENAI.hooks(service)))
			.isEqualTo(204);
	}

	@ParameterizedTest
	@EnumSource
	void whatCannotBeNotedIsRefusedAndTakenOnceItComesAgain(Outage outage) {
		for (ManagedBy provider : ManagedBy.values()) {
			Message message = Message.of(ManagedService.SECRET, id(), Instant.now(), provider.ended("unknown_6"));
			outage.begin(service.redis());
			try {
				for (int attempt = 0; attempt < 3; attempt++) {
					HttpResponse<Void> answer = message.answerTo(provider.hooks(service));
					assertThat(answer.statusCode()).isEqualTo(503);
					assertThat(answer.headers().firstValueAsLong("retry-after")).hasValue(1);
				}
			}
			finally {
				outage.end(service.redis());
			}
			// Until then what others send is refused, too.
			await().until(() -> message.sendTo(provider.hooks(service)) == 204 && isRedisTrusted());
		}
		assertThat(service.metrics().lines().filter((line) -> line.contains("\"unavailable\"")))
			.filteredOn((line) -> line.startsWith("agent_remote_hooks_total{") && !line.endsWith(" 0.0"))
			.hasSameSizeAs(ManagedBy.values());
	}

	private static boolean isRedisTrusted() {
		return service.metrics()
			.lines()
			.anyMatch((line) -> line.startsWith("resilience4j_circuitbreaker_state{") && line.contains("\"redis\"")
					&& line.contains("\"closed\"") && line.endsWith(" 1.0"));
	}

	/** How Redis does not answer. */
	enum Outage {

		HANGS, IS_DOWN;

		void begin(RedisServer redis) {
			switch (this) {
				case HANGS -> redis.freeze();
				case IS_DOWN -> redis.kill();
			}
		}

		void end(RedisServer redis) {
			switch (this) {
				case HANGS -> redis.thaw();
				case IS_DOWN -> redis.restart();
			}
		}

	}

	private static String id() {
		return "wh_test_" + IDS.incrementAndGet();
	}

}
