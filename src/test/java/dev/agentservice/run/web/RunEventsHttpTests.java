package dev.agentservice.run.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.run.event.EventReplica;
import dev.agentservice.run.event.TestRun;
import dev.agentservice.run.record.LapsedRuns;
import dev.agentservice.support.RawHttp;
import dev.agentservice.support.RawHttp.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest(classes = RunEventsHttpTests.Edge.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "management.server.address=127.0.0.1", "management.server.port=0",
				"management.endpoint.health.validate-group-membership=false",
				"agent-service.identity.pepper=only-for-tests-only-for-tests-only",
				"agent-service.identity.api-keys[0].name=alice",
				"agent-service.identity.api-keys[0].sha256=" + EdgeTest.ALICE_SHA256,
				"agent-service.identity.api-keys[0].tenant=acme", "agent-service.identity.api-keys[0].user=alice",
				"agent-service.identity.api-keys[0].scopes=agent", "server.tomcat.connection-timeout=2s",
				"agent-service.run.events.poll=500ms", "agent-service.redis.command-timeout=10s" })
class RunEventsHttpTests {

	private static final Duration SOON = Duration.ofMinutes(1);

	private static final Pattern ID = Pattern.compile("id: (\\d+)\n");

	@AutoClose
	private final EventReplica owner = new EventReplica(RedisServer.shared());

	private final RawHttp http;

	private final int port;

	private final MeterRegistry meters;

	private final TestRun run;

	@Autowired
	RunEventsHttpTests(@LocalServerPort int port, MeterRegistry meters, UserTags tags) {
		this.port = port;
		this.http = new RawHttp(port);
		this.meters = meters;
		this.run = this.owner.run(tags.of("acme", "alice"));
	}

	@DynamicPropertySource
	static void redis(DynamicPropertyRegistry registry) {
		RedisServer.shared().properties().forEach((name, value) -> registry.add(name, () -> value));
	}

	@Test
	void eventsAreWrittenAsTheStandardSays() {
		this.run.appendDeltas(2);
		this.run.end("succeeded", "run.completed", true);
		Answer answer = follow(Map.of());
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream;charset=UTF-8");
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		assertThat(answer.header("X-Accel-Buffering")).isEqualTo("no");
		assertThat(answer.text()).isEqualTo("""
				:

				id: 1
				event: answer.delta
				data: {"text":"w1 "}

				id: 2
				event: answer.delta
				data: {"text":"w2 "}

				id: 3
				event: run.completed
				data: {"end":true}

				""");
	}

	@Test
	void aClientGoesOnBehindTheEventItNames() {
		this.run.appendDeltas(5);
		this.run.end("succeeded", "run.completed", true);
		assertThat(ids(follow(Map.of("Last-Event-ID", "3")).text())).containsExactly(4L, 5L, 6L);
		assertThat(ids(follow(Map.of("Last-Event-ID", "")).text())).hasSize(6);
	}

	@Test
	void whoHasTheLastEventNeedNotComeBack() {
		this.run.end("failed", "run.failed", true);
		Answer answer = follow(Map.of("Last-Event-ID", "1"));
		assertThat(answer.status()).isEqualTo(204);
		assertThat(answer.text()).isEmpty();
	}

	@Test
	void anIdThatIsNoNumberIsABadHeader() {
		for (String id : List.of("abc", "-1", "1.5", "12345678901234567890")) {
			Answer answer = follow(Map.of("Last-Event-ID", id));
			AgentClient.assertProblem(answer, 400, "invalid_request");
			assertThat(answer.json().path("errors").path(0).path("field").asString("")).isEqualTo("Last-Event-ID");
		}
	}

	@Test
	void anotherUsersRunIsNotFound() {
		TestRun theirs = this.owner.run(new UserTag("bob"));
		theirs.appendDeltas(1);
		AgentClient.assertProblem(follow(theirs.id(), Map.of()), 404, "not_found");
		AgentClient.assertProblem(follow("nonsense", Map.of()), 404, "not_found");
	}

	@Test
	void whoCannotReadAStreamIsToldSo() {
		this.run.end("succeeded", "run.completed", true);
		AgentClient.assertProblem(follow(Map.of("Accept", "application/json")), 406, "not_acceptable");
	}

	@Test
	void aClientThatLeftInSilenceIsNoticed() throws IOException {
		Socket client = connect(64 * 1024);
		readUntil(client.getInputStream(), ":\n\n");
		assertThat(openStreams()).isEqualTo(1);
		client.close();
		await().until(() -> openStreams() == 0);
	}

	@Test
	void aClientThatDoesNotReadIsCutAndMayGoOnLater() throws IOException {
		this.run.appendLongDeltas(9000, 2000);
		this.run.end("succeeded", "run.completed", true);
		double cut = cuts("slow");
		try (Socket client = connect(4 * 1024)) {
			String begun = new String(client.getInputStream().readNBytes(200_000), StandardCharsets.UTF_8);
			await().atMost(SOON).until(() -> cuts("slow") == cut + 1);
			assertThat(reads()).as("the reader read no faster than its client, which got a part").isLessThan(60);
			List<Long> got = ids(unchunked(begun + readToTheEnd(client.getInputStream())));
			// The last one may not be whole.
			List<Long> all = new ArrayList<>(got.subList(0, got.size() - 1));
			assertThat(all).hasSizeBetween(50, 8999);
			all.addAll(ids(follow(Map.of("Last-Event-ID", String.valueOf(all.getLast()))).text()));
			assertThat(all).isEqualTo(LongStream.rangeClosed(1, 9001).boxed().toList());
		}
		assertThat(openStreams()).isZero();
	}

	private Answer follow(Map<String, String> headers) {
		return follow(this.run.id(), headers);
	}

	private Answer follow(String runId, Map<String, String> headers) {
		Map<String, String> all = new HashMap<>(headers);
		all.put("Authorization", "Bearer " + EdgeTest.ALICE);
		return this.http.request("GET", "/runs/" + runId + "/events", all, new byte[0]);
	}

	/** A client with that much room for what it does not read. */
	private Socket connect(int buffer) throws IOException {
		Socket client = new Socket();
		client.setReceiveBufferSize(buffer);
		client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
		client.setSoTimeout(20_000);
		client.getOutputStream()
			.write(("GET /runs/" + this.run.id() + "/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
					+ EdgeTest.ALICE + "\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		return client;
	}

	private static void readUntil(InputStream in, String end) throws IOException {
		StringBuilder read = new StringBuilder();
		while (read.indexOf(end) < 0) {
			read.append((char) in.read());
		}
	}

	private static String readToTheEnd(InputStream in) throws IOException {
		ByteArrayOutputStream read = new ByteArrayOutputStream();
		byte[] buffer = new byte[8192];
		try {
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				read.write(buffer, 0, count);
			}
		}
		catch (SocketException _) {
			// A server that cuts a client need not be polite.
		}
		return read.toString(StandardCharsets.UTF_8);
	}

	/** The body of an answer that may end anywhere. */
	private static String unchunked(String answer) {
		StringBuilder body = new StringBuilder();
		int at = answer.indexOf("\r\n\r\n") + 4;
		for (int line = answer.indexOf("\r\n", at); line >= 0; line = answer.indexOf("\r\n", at)) {
			int end = line + 2 + Integer.parseInt(answer.substring(at, line), 16);
			body.append(answer, line + 2, Math.min(end, answer.length()));
			at = Math.min(end + 2, answer.length());
		}
		return body.toString();
	}

	private static List<Long> ids(String stream) {
		return ID.matcher(stream).results().map((MatchResult match) -> Long.valueOf(match.group(1))).toList();
	}

	private double openStreams() {
		return this.meters.get("agent.streams").gauge().value();
	}

	private double cuts(String reason) {
		return this.meters.counter("agent.streams.cut", "reason", reason).count();
	}

	private long reads() {
		return this.meters.timer("agent.redis", "script", "run-read", "outcome", "success", "store", "redis").count();
	}

	/** Not a component itself, so that nobody finds it by scanning. */
	@EnableAutoConfiguration
	@ComponentScan({ "dev.agentservice.identity", "dev.agentservice.support", "dev.agentservice.run.event" })
	@ConfigurationPropertiesScan({ "dev.agentservice.identity", "dev.agentservice.support",
			"dev.agentservice.run.record" })
	@Import(RunEventsController.class)
	static class Edge {

		@Bean
		LapsedRuns lapsedRuns() {
			return (_, _) -> {
				throw new IllegalStateException("No run has lost its owner here");
			};
		}

	}

}
