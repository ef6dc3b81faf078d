package dev.agentservice.endtoend.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.EventStream;
import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.RawHttp;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A user who has as much stored as possible and pays nothing for it.
 */
@BesideOthers
@Tag("slow")
class FreeStorageTests {

	private static final Logger LOG = LoggerFactory.getLogger(FreeStorageTests.class);

	/**
	 * Of a run that never called a model: its record, its name, its place in an index.
	 */
	private static final long SMALL = 6_000;

	private static final long HOURS = 6 * 3600;

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest().with("agent-service.storage.user-limit", "400KB")
		.with("agent-service.rate-limits.user-requests.capacity", 1000);

	private final RedisClient redis = RedisClient.create("redis://127.0.0.1:" + service.redis().port());

	private RedisCommands<String, String> commands;

	@BeforeEach
	void lookIntoRedis() {
		service.redis().flush();
		this.commands = this.redis.connect().sync();
	}

	@AfterEach
	void close() {
		this.redis.shutdown();
	}

	@Test
	void aRunThatTheBudgetRefusesLeavesLittleAndNotForLong() {
		refused(0, "application/json");
		long before = bytes();
		for (int i = 1; i <= 20; i++) {
			refused(i, (i % 2 == 0) ? "application/json" : "text/event-stream");
		}
		long each = (bytes() - before) / 20;
		LOG.atInfo().log("A run that was refused leaves {} bytes", each);
		assertThat(each).isLessThan(SMALL);
		for (String key : this.commands.keys("as:{*}:*")) {
			if (key.contains(":run:") || key.contains(":idem:") || key.contains(":budget:run:")) {
				assertThat(this.commands.ttl(key)).as(key).isBetween(1L, HOURS);
			}
		}
		assertThat(service.anthropic().requests()).isEmpty();
		assertThat(service.ada().get("/runs").text("/runs/0/status")).isEqualTo("rejected");
		assertThat(service.ada().get("/runs").json().at("/runs/0/metadata").isEmpty()).isTrue();
		assertThat(stored(service.ada())).isGreaterThan(bytesOfUsers());
	}

	@Test
	void whoHasStoredEnoughIsToldSoWhileOthersAreServedAndMayMakeRoom() {
		service.anthropic().always(answer("Noted."));
		String text = "Remember this. " + "A sentence that says nothing, at length. ".repeat(1000);
		int conversations = 0;
		Client.Reply reply = service.ada().ask("talk-" + conversations, text);
		while (reply.status() == 200 && conversations < 30) {
			reply = service.ada().ask("talk-" + ++conversations, text);
		}
		assertThat(reply.status()).isEqualTo(429);
		assertThat(reply.text("/code")).isEqualTo("storage_exceeded");
		assertThat(reply.text("/scope")).isEqualTo("user");
		assertThat(conversations).isGreaterThan(3);
		RawHttp.Answer chat = service.post("/v1/chat/completions", "application/json",
				"{\"model\": \"assistant\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi.\"}]}");
		assertThat(chat.status()).isEqualTo(429);
		assertThat(chat.json().at("/error/code").asString("")).isEqualTo("insufficient_quota");
		assertThat(service.metrics().lines()).anyMatch((line) -> line.startsWith("agent_storage_rejections_total{")
				&& line.contains("scope=\"user\"") && line.endsWith(" 2.0"));
		LOG.atInfo().log("After {} conversations: {} of {} bytes", conversations, stored(service.ada()), 400 * 1024);
		assertThat(stored(service.ada())).isBetween(300L * 1024, 460L * 1024);
		assertThat(bytesOfUsers()).isLessThan(460L * 1024);
		assertThat(service.bob().ask("talk", text).status()).isEqualTo(200);
		for (int i = 0; i < conversations; i++) {
			assertThat(service.ada().delete("/sessions/talk-" + i).status()).isEqualTo(204);
		}
		assertThat(service.ada().ask("talk-0", text).status()).isEqualTo(200);
	}

	@Test
	void limitsOfTextsAreBytesAndNotCharacters() {
		Map<String, Object> emoji = Map.of("task", "Hi.", "metadata", Map.of("note", "\uD83D\uDE80".repeat(129)));
		assertThat(service.ada().ask(emoji).text("/code")).isEqualTo("invalid_request");
		Map<String, Object> name = Map.of("task", "Hi.", "metadata", Map.of("\uD83D\uDE80".repeat(17), "note"));
		assertThat(service.ada().ask(name).text("/code")).isEqualTo("invalid_request");
		Map<String, Object> task = Map.of("task", "\uD83D\uDE80".repeat(50_001));
		assertThat(service.ada().ask(task).text("/code")).isEqualTo("input_too_large");
		assertThat(this.commands.keys("as:{*}:run:*")).isEmpty();
	}

	private void refused(int number, String accept) {
		Map<String, Object> metadata = new TreeMap<>();
		for (int i = 0; i < 16; i++) {
			metadata.put("%064d".formatted(i), "\uD83D\uDCBE".repeat(128));
		}
		Map<String, Object> request = Map.of("task", "Number " + number + ", for nothing.", "max_cost_usd", 1e-9,
				"metadata", metadata);
		if (accept.equals("text/event-stream")) {
			try (EventStream stream = service.ada().stream("name-" + number, request)) {
				assertThat(stream.rest().getLast().data()).contains("budget_exceeded");
			}
		}
		else {
			Client.Reply reply = service.ada().ask("name-" + number, request);
			assertThat(reply.text("/code")).as(reply.body()).isEqualTo("budget_exceeded");
		}
	}

	private static long stored(Client client) {
		return client.get("/users/me/storage").json().at("/stored_bytes").asLong();
	}

	/** All that Redis keeps in keys, to the byte. */
	private long bytes() {
		return bytes(this.commands.keys("as:*"));
	}

	private long bytesOfUsers() {
		List<String> keys = new ArrayList<>();
		for (String epoch : this.commands.keys("as:{*}:epoch")) {
			keys.addAll(this.commands.keys(epoch.replace(":epoch", ":*")));
		}
		return bytes(keys);
	}

	/** By default Redis looks at five elements of a key, and guesses the others. */
	private long bytes(List<String> keys) {
		return keys.stream().mapToLong((key) -> {
			Long bytes = this.commands.eval("return redis.call('MEMORY', 'USAGE', KEYS[1], 'SAMPLES', 0)",
					ScriptOutputType.INTEGER, key);
			return (bytes != null) ? bytes : 0;
		}).sum();
	}

}
