package dev.agentservice.endtoend.privacy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.identity.TestKey;
import dev.agentservice.privacy.retention.RetentionReport;
import dev.agentservice.privacy.retention.RetentionTable;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.BlockingHttp;
import dev.agentservice.support.RawHttp.Answer;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A person takes out all that is kept, and nothing of anybody else.
 */
@BesideOthers
class ExportTests {

	private static final String OFFICERS_KEY = "key-of-officer";

	private static final Pattern PLANTED = Pattern.compile("PLANTED-[a-z]+-[0-9]+");

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest().with(InterferingStore.class)
		.agent("assistant", """
				---
				name: assistant
				models: {simple: anthropic/claude-haiku-4-5}
				tools: [calculator]
				---
				Be brief.
				""")
		.with("agent-service.identity.api-keys[4].name", "officer")
		.with("agent-service.identity.api-keys[4].sha256", TestKey.sha256(OFFICERS_KEY))
		.with("agent-service.identity.api-keys[4].tenant", "acme")
		.with("agent-service.identity.api-keys[4].user", "olaf")
		.with("agent-service.identity.api-keys[4].scopes", "privacy,ops");

	@Test
	void allThatIsKeptOfTheUserIsInTheDocumentAndNothingOfTheNeighbour() {
		plant("wanda");
		plant("xaver");
		Answer export = export("wanda", "application/json");
		assertThat(export.status()).as(export.text()).isEqualTo(200);
		JsonNode document = export.json();
		assertThat(document.at("/complete").booleanValue()).isTrue();
		assertThat(document.at("/profile/0/user").asString()).isEqualTo("wanda");
		assertThat(document.at("/sessions")).hasSize(2);
		assertThat(document.at("/runs")).hasSize(4);
		assertThat(document.at("/usage/0/spent_usd").decimalValue()).isPositive();
		List<String> kept = planted(keptOf(document.at("/user").asString()));
		assertThat(kept).as("two conversations, the answers, a note and a tool's run")
			.containsExactly("PLANTED-wanda-1", "PLANTED-wanda-2", "PLANTED-wanda-4", "PLANTED-wanda-7",
					"PLANTED-wanda-9");
		assertThat(planted(export.text())).containsExactlyElementsOf(kept);
		assertThat(export.text()).doesNotContain("xaver");
	}

	/** If it is not, paste what is expected here between the two lines of the page. */
	@Test
	void theDocumentationSaysWhatTheStoresDeclare() throws IOException {
		JsonNode retention = request(OFFICERS_KEY, "", "/ops/retention").json();
		String table = RetentionTable.of(retention.at("/kept")
			.valueStream()
			.filter((kind) -> !kind.at("/store").asString().equals("zz"))
			.map((kind) -> JsonMapper.shared().treeToValue(kind, RetentionReport.Kind.class))
			.toList());
		assertThat(Files.readString(Path.of("docs/privacy.md")))
			.contains("<!-- generated -->\n\n" + table + "\n<!-- end -->");
		assertThat(request(ReplicaSettings.ADAS_KEY, "", "/ops/retention").status()).isEqualTo(403);
	}

	@Test
	void theDocumentIsAsItsSchemaSays() throws IOException {
		plant("yara");
		String schema = Files.readString(Path.of("docs/export.schema.json"));
		String document = export("yara", "*/*").text();
		assertThat(problems(schema, document)).isEmpty();
		assertThat(problems(schema, document.replace("\"complete\":true", "\"complete\":false"))).isNotEmpty();
		assertThat(problems(schema, document.replace("\"turns\"", "\"turn\""))).isNotEmpty();
	}

	private static List<String> problems(String schema, String document) {
		return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
			.getSchema(schema, InputFormat.JSON)
			.validate(document, InputFormat.JSON)
			.stream()
			.map(String::valueOf)
			.toList();
	}

	@Test
	void theArchiveHoldsTheSame() throws IOException {
		plant("zoe");
		HttpResponse<byte[]> export = download("zoe", "application/zip, application/json;q=0.5");
		assertThat(export.headers().firstValue("Content-Type")).contains("application/zip");
		Map<String, String> files = unzipped(export.body());
		assertThat(files.keySet()).contains("README.md", "about.json", "profile.json", "runs.ndjson", "usage.json",
				"sessions/0001-zoe-1.json", "sessions/0002-zoe-2.json");
		assertThat(files.get("README.md")).contains("| `session` | conversations |");
		String tag = JsonMapper.shared().readTree(files.get("about.json")).at("/user").asString();
		assertThat(planted(String.join("\n", files.values()))).containsExactlyElementsOf(planted(keptOf(tag)));
	}

	@Test
	void anErasureMeanwhileCutsIt() {
		for (String type : List.of("application/json", "application/zip")) {
			String user = "cut-" + type.substring(type.indexOf('/') + 1);
			plant(user);
			service.bean(InterferingStore.class).eraseAfter(500);
			HttpResponse<byte[]> cut = download(user, type);
			assertThat(cut.statusCode()).isEqualTo(200);
			assertThat(new String(cut.body(), StandardCharsets.ISO_8859_1)).hasSizeGreaterThan(100_000)
				.doesNotContain("\"complete\"", "PK\u0005\u0006");
		}
		plant("small");
		service.bean(InterferingStore.class).eraseAfter(0);
		Answer refused = export("small", "application/json");
		assertThat(refused.status()).isEqualTo(410);
		assertThat(refused.member("code")).isEqualTo("erased");
		assertThat(export("small", "application/json").status()).as("a failed one may be repeated").isEqualTo(200);
	}

	@Test
	void oneIsAllowedPerMinuteAndUser() {
		assertThat(export("hasty", "application/json").status()).isEqualTo(200);
		Answer refused = export("hasty", "application/zip");
		assertThat(refused.status()).isEqualTo(429);
		assertThat(refused.member("limit")).isEqualTo("exports");
		assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
		assertThat(export("patient", "application/json").status()).isEqualTo(200);
		assertThat(request(OFFICERS_KEY, "", "/users/patient/export").status()).as("an officer's").isEqualTo(200);
	}

	@Test
	void othersNeedTheScopeAndEachIsAudited() {
		plant("audited");
		assertThat(request(ReplicaSettings.BACKENDS_KEY, "mallory", "/users/audited/export").status()).isEqualTo(403);
		assertThat(request(ReplicaSettings.OPS_KEY, "", "/users/me/export").status()).isEqualTo(403);
		Answer export = request(OFFICERS_KEY, "", "/users/audited/export");
		assertThat(export.status()).as(export.text()).isEqualTo(200);
		String tag = export.json().at("/user").asString();
		assertThat(planted(export.text())).isNotEmpty();
		JsonNode entries = request(OFFICERS_KEY, "", "/ops/audit?action=privacy.export").json().at("/entries");
		assertThat(entries.valueStream().map((entry) -> entry.at("/target").asString())).contains(tag);
		assertThat(entries.toString()).doesNotContain("audited\"");
	}

	@Test
	void whatAUserCallsOpaqueIsTheUsersOwn() {
		service.anthropic().always(answer("Hello."));
		assertThat(ask("olga", Map.of("task", "Hi.", "metadata", Map.of("opaque", text("olga", 1)))).status())
			.isEqualTo(200);
		assertThat(planted(export("olga", "application/json").text())).containsExactly(text("olga", 1));
	}

	@Test
	void aUserOfWhomNothingIsKeptGetsADocumentWithoutSections() {
		JsonNode document = export("nobody", "application/json").json();
		assertThat(document.propertyNames()).contains("about", "complete")
			.doesNotContain("sessions", "runs", "profile");
	}

	/**
	 * Four runs, two of them in conversations, one with a tool, one in the background.
	 */
	private static void plant(String user) {
		service.anthropic().always(answer("PLANTED-" + user.replaceAll("[^a-z]", "") + "-1 is the answer."));
		for (int i = 1; i <= 2; i++) {
			assertThat(ask(user, Map.of("task", text(user, 2 * i), "session_id", user + "-" + i)).status())
				.isEqualTo(200);
		}
		service.anthropic()
			.next(toolCalls(call("calculator", "{\"expression\": \"6*7\"}")), answer(text(user, 7) + " after a tool."));
		assertThat(ask(user, Map.of("task", text(user, 8), "metadata", Map.of("note", text(user, 9)))).status())
			.isEqualTo(200);
		Answer accepted = send("POST", ReplicaSettings.BACKENDS_KEY, user, "/agent", Map.of("Prefer", "respond-async"),
				JsonMapper.shared().writeValueAsString(Map.of("task", text(user, 10))));
		await().until(() -> request(ReplicaSettings.BACKENDS_KEY, user, "/runs/" + accepted.member("run_id")).text()
			.contains("succeeded"));
	}

	private static String text(String user, int number) {
		return "PLANTED-" + user.replaceAll("[^a-z]", "") + "-" + number;
	}

	/** All planted texts, each once, in their order. */
	private static List<String> planted(String text) {
		return PLANTED.matcher(text).results().map((found) -> found.group()).distinct().sorted().toList();
	}

	/** All that Redis holds below the user's hash tag, whatever kind it is of. */
	private static String keptOf(String tag) {
		Map<String, Object> values = new TreeMap<>();
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + service.redis().port())) {
			RedisCommands<String, String> redis = client.connect().sync();
			for (String key : redis.keys("as:{" + tag + "}:*")) {
				values.put(key, switch (redis.type(key)) {
					case "string" -> redis.get(key);
					case "hash" -> redis.hgetall(key);
					case "list" -> redis.lrange(key, 0, -1);
					case "stream" -> redis.xrange(key, Range.unbounded()).toString();
					default -> "";
				});
			}
		}
		return values.toString();
	}

	private static Answer export(String user, String type) {
		return send("GET", ReplicaSettings.BACKENDS_KEY, user, "/users/me/export", Map.of("Accept", type), "");
	}

	private static HttpResponse<byte[]> download(String user, String type) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(service.baseUrl() + "/users/me/export"))
			.header("Authorization", "Bearer " + ReplicaSettings.BACKENDS_KEY)
			.header("X-User-Id", user)
			.header("Accept", type)
			.build();
		return BlockingHttp.send(HTTP, request, BodyHandlers.ofByteArray());
	}

	private static Answer ask(String user, Map<String, Object> body) {
		return send("POST", ReplicaSettings.BACKENDS_KEY, user, "/agent", Map.of(),
				JsonMapper.shared().writeValueAsString(body));
	}

	private static Answer request(String key, String user, String path) {
		return send("GET", key, user, path, Map.of(), "");
	}

	private static Answer send(String method, String key, String user, String path, Map<String, String> more,
			String json) {
		Map<String, String> headers = new HashMap<>(more);
		headers.put("Authorization", "Bearer " + key);
		headers.put("Content-Type", "application/json");
		if (!user.isEmpty()) {
			headers.put("X-User-Id", user);
		}
		return service.http().request(method, path, headers, json.getBytes(StandardCharsets.UTF_8));
	}

	private static Map<String, String> unzipped(byte[] archive) throws IOException {
		Map<String, String> files = new TreeMap<>();
		List<String> names = new ArrayList<>();
		try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				names.add(entry.getName());
				files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
			}
		}
		assertThat(names).doesNotHaveDuplicates();
		return files;
	}

}
