package dev.agentservice.endtoend.privacy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.endtoend.RunningService;
import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.requirement.RequiresCommand;
import dev.agentservice.simulator.Simulator;
import dev.agentservice.simulator.script.LatencyProfile;
import dev.agentservice.support.BesideOthers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code scripts/prove-erasure} and {@code scripts/replay-erasures} with a running
 * service; the former with a user of Redis that has the documented rights and no others.
 */
@Tag("process")
@RequiresCommand("redis-cli --version")
@BesideOthers
class ErasureScriptsTests {

	private static final String PLATFORM_KEY = "test-key-of-a-platform-operator";

	private static final String CANARY = "greenshank081547110001";

	private static final String ERASURE = "era_01M838DWTC55J56BHF7KJFK35W";

	private static RedisServer redis;

	private static Simulator simulator;

	private static RunningService service;

	private static RedisClient client;

	private static RedisCommands<String, String> commands;

	@TempDir
	Path folder;

	@BeforeAll
	static void start() throws Exception {
		// On a busy machine a script is slow, and its arguments are in the slow log.
		redis = RedisServer.start(
				("--appendonly yes --slowlog-log-slower-than -1 --user proof on >secret resetchannels -@all %R~* ~as:{e}:proof "
						+ "+ping +info +eval +scan +type +@read +set +time +slowlog|get +bgrewriteaof")
					.split(" "));
		simulator = Simulator.start(0, LatencyProfile.NONE);
		client = RedisClient.create("redis://127.0.0.1:" + redis.port());
		commands = client.connect().sync();
		String key = "agent-service.identity.api-keys[4].";
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(PLATFORM_KEY.getBytes(StandardCharsets.UTF_8));
		Map<String, String> properties = new TreeMap<>(Map.of(key + "name", "platform", key + "tenant", "acme",
				key + "user", "paul", key + "scopes", "platform", key + "sha256", HexFormat.of().formatHex(digest)));
		properties.put("agent-service.rate-limits.user-requests.capacity", "1000");
		service = RunningService.start(new ReplicaSettings(redis, simulator), properties);
	}

	@AfterAll
	static void stop() {
		service.close();
		client.shutdown();
		simulator.close();
		redis.close();
	}

	@BeforeEach
	void forget() {
		commands.keys("as:*").stream().filter((key) -> !key.startsWith("as:{e}:")).forEach(commands::del);
		commands.del("as:{e}:proof");
		simulator.anthropic().always(answer("OK " + CANARY));
	}

	@Test
	void anErasureThatLeavesNothingIsProved() throws Exception {
		Files.writeString(this.folder.resolve("service.log"), "nothing\n");
		Said said = prove("--rewrite", "--aof", redis.files().toString(), "--logs", this.folder.toString());
		assertThat(said.code()).as(said.text()).isZero();
		assertThat(said.json().at("/passed").asBoolean()).isTrue();
		assertThat(said.json().at("/looked")).extracting(JsonNode::asString)
			.containsExactly("service", "redis", "aof", "logs");
		assertThat(said.json().at("/planted")).hasSize(4);
		assertThat(commands.get("as:{e}:proof")).isNotNull();
	}

	@Test
	void aKeyOfThePersonThatNobodyErasesIsFound() throws Exception {
		UserTag ada = service.bean(UserTags.class).of("acme", "ada");
		String key = "as:bucket:{" + ada + "}:planted";
		commands.set(key, "left of " + CANARY);
		assertFound(prove(), "redis", key);
	}

	@Test
	void aLogThatTellsIsFound() throws Exception {
		Path log = Files.writeString(this.folder.resolve("service.log"), "Run failed: " + CANARY + "\n");
		assertFound(prove("--logs", log.toString()), "logs", log.toString());
	}

	@Test
	void aRedisThatIsAnothersProvesNothing() throws Exception {
		try (RedisServer other = RedisServer.start("--user proof on >secret allkeys +@all".split(" "))) {
			Said said = script("scripts/prove-erasure", "--url", service.baseUrl(), "--node",
					"127.0.0.1:" + other.port(), "--user", "proof");
			assertThat(said.code()).isEqualTo(2);
			assertThat(said.text()).contains("Redis does not hold what was planted");
		}
	}

	@Test
	void aFolderThatHoldsAnotherFileProvesNothing() throws Exception {
		Said said = prove("--rewrite", "--aof", this.folder.toString());
		assertThat(said.code()).as(said.text()).isEqualTo(2);
		assertThat(said.text()).contains("what was planted is not in");
		assertThat(commands.get("as:{e}:proof")).isNull();
	}

	@Test
	void whatIsInTheMiddleOfALargeKeyIsFound() throws Exception {
		UserTag ada = service.bean(UserTags.class).of("acme", "ada");
		String key = "as:bucket:{" + ada + "}:planted";
		for (int i = 0; i < 1200; i++) {
			commands.xadd(key, Map.of("x", (i == 800) ? CANARY : "nothing"));
		}
		assertFound(prove(), "redis", key);
	}

	@Test
	void linesOfTheLogHaveErasedAgainWhatIsBackOnce() throws Exception {
		UserTags tags = service.bean(UserTags.class);
		UserTag ada = tags.of("acme", "ada");
		commands.hset(ada.key("run:run_1"), Map.of("status", "succeeded"));
		Path log = Files.writeString(this.folder.resolve("erasures.log"),
				"""
						Started.
						{"logger_name":"erasures","seq":700,"user":"%s","tenant":"%s","at":"2026-11-23T09:30:00.123Z","erasure":"%s"}
						{"seq":701,"us
						"""
					.formatted(ada, tags.ofTenant("acme"), ERASURE));
		Said said = script("scripts/replay-erasures", "--url", service.baseUrl(), log.toString());
		assertThat(said.code()).as(said.text()).isZero();
		assertThat(said.text()).isEqualTo("1 erasures: 0 were known to Redis, 1 are done again");
		assertThat(commands.keys(ada.key("*"))).isEmpty();
		assertThat(commands.get("as:{e}:seq")).isEqualTo("700");
		assertThat(service.ada().get("/erasures/" + ERASURE).json().at("/backups/replayed").asBoolean()).isTrue();
		assertThat(script("scripts/replay-erasures", "--url", service.baseUrl(), log.toString()).text())
			.isEqualTo("1 erasures: 1 were known to Redis, 0 are done again");
		commands.del("as:{e}:seq");
	}

	@Test
	void wrongRequestsSayWhatIsMissing() throws Exception {
		assertThat(script("scripts/prove-erasure").text()).isEqualTo("--url is missing; try --help");
		assertThat(script("scripts/prove-erasure", "--help").text()).startsWith("Usage: scripts/prove-erasure");
		assertThat(script("scripts/prove-erasure", "--url", "x", "--canary", "short").text())
			.startsWith("--canary has");
		assertThat(script("scripts/replay-erasures").text()).isEqualTo("A file is missing; try --help");
		assertThat(script("scripts/replay-erasures", "--help").text()).startsWith("Usage: scripts/replay-erasures");
		Path none = Files.writeString(this.folder.resolve("none.log"), "{}\n");
		assertThat(script("scripts/replay-erasures", "--url", service.baseUrl(), none.toString()).text())
			.isEqualTo("There is no line of the log of erasures");
	}

	private static void assertFound(Said said, String where, String what) {
		assertThat(said.code()).as(said.text()).isEqualTo(1);
		assertThat(said.json().at("/passed").asBoolean()).isFalse();
		assertThat(said.json().at("/found/0/where").asString()).isEqualTo(where);
		assertThat(said.json().at("/found/0/what").asString()).isEqualTo(what);
		assertThat(commands.get("as:{e}:proof")).isNull();
	}

	private Said prove(String... more) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("scripts/prove-erasure", "--url", service.baseUrl(), "--node",
				"127.0.0.1:" + redis.port(), "--user", "proof", "--canary", CANARY));
		command.addAll(List.of(more));
		return script(command.toArray(String[]::new));
	}

	private Said script(String... command) throws IOException, InterruptedException {
		Path output = this.folder.resolve("output");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment()
			.putAll(Map.of("REDISCLI_AUTH", "secret", "PROOF_KEY", ReplicaSettings.ADAS_KEY, "REPLAY_KEY",
					PLATFORM_KEY));
		int code = builder.start().waitFor();
		return new Said(code, Files.readString(output).strip());
	}

	private record Said(int code, String text) {

		JsonNode json() {
			return JsonMapper.shared().readTree(this.text);
		}

	}

}
