package dev.agentservice.endtoend.privacy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.RawHttp.Answer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What officers of a tenant do: they hold data, and erase and export the tenant.
 */
@BesideOthers
class OfficerTests {

	private static final Path FOLDER = TwoTenants.folder();

	@RegisterExtension
	static final ServiceUnderTest service = TwoTenants
		.keys(new ServiceUnderTest().with("agent-service.privacy.hold-directory", FOLDER.resolve("holds"))
			.with("agent-service.privacy.hold-key", FOLDER.resolve("key"))
			.with("agent-service.budget.tenant-daily-usd", 1000)
			.with("agent-service.privacy.tenant-erasure", true)
			.with("agent-service.privacy.scan-rate", 1_000_000)
			.with("agent-service.privacy.stated-retention.anthropic", "30d, for abuse monitoring")
			.with("agent-service.knowledge.collections.handbook.language", "en")
			.with("agent-service.rate-limits.new-users.capacity", 1000));

	@BeforeEach
	void forget() {
		service.redis().flush();
		service.anthropic().always(answer("PLANTED answer."));
	}

	@Test
	void anErasureOfAUserWhoIsHeldKeepsTheSealedCopyUntilTheHoldIsReleased() throws IOException {
		String user = told("initech", "ada");
		assertThat(hold("ada", "2036-01-01T00:00:00Z").status()).isEqualTo(200);
		String id = send("DELETE", "initech-officer", "", "/users/ada", "").member("id");
		JsonNode held = await().until(() -> erasure("initech", id), (report) -> is(report, "held"));
		assertThat(held.at("/receipt/signed").asString()).contains("\"status\":\"held\"", "legal hold");
		assertThat(held.toString()).contains("\"name\":\"anthropic\"", "30d, for abuse monitoring", "not stated");
		assertThat(keysOf(user)).allMatch((key) -> key.contains(":budget:") || key.startsWith("as:bucket:"));
		assertThat(copies()).singleElement().asString().startsWith(user + ".").endsWith(".hold");
		assertThat(Files.readString(FOLDER.resolve("holds").resolve(copies().getFirst()), StandardCharsets.ISO_8859_1))
			.doesNotContain("PLANTED");
		assertThat(hold("ada", "2036-06-01T00:00:00Z").status()).as("renewed though all is erased").isEqualTo(200);
		assertThat(send("DELETE", "initech-officer", "", "/users/ada/hold", "").status()).isEqualTo(204);
		assertThat(copies()).isEmpty();
		JsonNode completed = await().until(() -> erasure("initech", id), (report) -> is(report, "completed"));
		assertThat(completed.at("/receipt/signed").asString()).contains("\"status\":\"completed\"")
			.contains("\"deleted\":1,\"found\":1,\"kept\":[],\"name\":\"privacy.hold\"");
		assertThat(hold("ada", "2036-01-01T00:00:00Z").status()).as("nothing is left to hold").isEqualTo(404);
		assertThat(send("DELETE", "initech-officer", "", "/users/ada/hold", "").status()).isEqualTo(404);
	}

	@Test
	void holdsAreOfficersAndBadOnesAreNamed() {
		told("initech", "eve");
		assertThat(send("PUT", "initech-backend", "eve", "/users/me/hold", "{}").status()).isEqualTo(400);
		assertThat(send("PUT", "initech-backend", "eve", "/users/me/hold",
				"{\"reason\": \"x\", \"until\": \"2036-01-01T00:00:00Z\"}")
			.status()).isEqualTo(403);
		assertThat(hold("eve", "2001-01-01T00:00:00Z").text()).contains("invalid_request", "until");
		assertThat(hold("eve", "soon").text()).contains("invalid_request", "until");
		assertThat(hold("eve", "2136-01-01T00:00:00Z").status()).isEqualTo(400);
		assertThat(hold("nobody", "2036-01-01T00:00:00Z").status()).isEqualTo(404);
		assertThat(copies()).isEmpty();
	}

	@Test
	void aTenantOfTwoHundredUsersIsErasedAndItsNeighbourStaysByteForByte() throws Exception {
		crowd("globex", 3);
		assertThat(document("globex", "PUT").status()).isEqualTo(201);
		Map<String, String> neighbour = dump();
		crowd("initech", 200);
		assertThat(document("initech", "PUT").status()).isEqualTo(201);
		String spent = spent();
		Answer accepted = send("DELETE", "initech-officer", "", "/tenants/initech", "{\"confirm\": \"initech\"}");
		assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
		assertThat(accepted.header("Location")).isEqualTo("/erasures/" + accepted.member("id"));
		JsonNode report = await().until(() -> erasure("initech", accepted.member("id")),
				(seen) -> is(seen, "completed"));
		assertThat(report.at("/users/erased").asInt()).isEqualTo(200);
		assertThat(report.at("/stores").toString()).contains("\"name\":\"knowledge\",\"found\":1,\"deleted\":1", "flag",
				"audit");
		assertThat(signed(report).at("/users/erased").asInt()).isEqualTo(200);
		String tag = report.at("/tenant").asString();
		Map<String, String> left = dump();
		left.keySet().removeIf((key) -> key.matches("as:\\{" + tag + "}:(budget:[0-9]{4}-|spenders:).*"));
		assertThat(left).as("nothing of the tenant but its books, all of the neighbour").isEqualTo(neighbour);
		assertThat(dump("as:*").keySet()).noneMatch(
				(key) -> key.contains(tag) && !key.matches("as:(bucket:|\\{" + tag + "}:(budget:[0-9]|spenders:)).*"));
		assertThat(spent()).as("no sum changes, no budget is refilled").isEqualTo(spent).isNotEqualTo("0");
		call((redis) -> assertThat(redis.smembers("as:know:places").toString() + redis.zrange("as:know:bytes", 0, -1))
			.doesNotContain(tag)
			.contains("handbook"));
		assertThat(document("initech", "GET").status()).isEqualTo(404);
		assertThat(document("globex", "GET").status()).isEqualTo(200);
		assertThat(erasureAs("globex", accepted.member("id")).status()).isEqualTo(404);
		told("initech", "back");
	}

	@Test
	void whileATenantIsErasedNothingOfItsNewRunsIsStored() {
		told("initech", "ada");
		String tag = send("GET", "initech-officer", "", "/tenants/initech/export", "").json().at("/tenant").asString();
		call((redis) -> redis.set("as:{" + tag + "}:erasing", "ten_other"));
		Answer first = run("initech", "bob");
		assertThat(first.status()).isEqualTo(409);
		assertThat(first.member("code")).isEqualTo("erasure_in_progress");
		assertThat(Integer.parseInt(first.header("Retry-After"))).isPositive();
		await().until(() -> !dump().containsKey("as:{q}:live"));
		Set<String> keys = dump().keySet();
		assertThat(run("initech", "carl").status()).isEqualTo(409);
		assertThat(run("initech", "bob").status()).isEqualTo(409);
		assertThat(document("initech", "PUT").member("code")).isEqualTo("erasure_in_progress");
		// Each was announced, and that is forgotten beside the answer.
		await().until(() -> dump().keySet().equals(keys));
		call((redis) -> assertThat(redis.scard("as:{" + tag + "}:came")).as("who had heard stores nothing").isOne());
		assertThat(run("globex", "gil").status()).isEqualTo(200);
		call((redis) -> redis.del("as:{" + tag + "}:erasing"));
		assertThat(run("initech", "carl").status()).isEqualTo(200);
	}

	@Test
	void theExportOfATenantHoldsAllItsUsersAndNobodyElse() {
		for (String user : List.of("ada", "bob", "carl")) {
			told("initech", user);
		}
		told("globex", "gil");
		Answer export = send("GET", "initech-officer", "", "/tenants/initech/export", "");
		assertThat(export.status()).as(export.text()).isEqualTo(200);
		JsonNode document = export.json();
		assertThat(document.at("/complete").asBoolean()).isTrue();
		assertThat(document.at("/count").asInt()).isEqualTo(3);
		assertThat(document.at("/users").valueStream().map((user) -> user.at("/profile/0/user").asString()))
			.containsExactlyInAnyOrder("ada", "bob", "carl");
		assertThat(document.at("/users").valueStream().map((user) -> user.at("/complete").asBoolean()))
			.doesNotContain(false);
		assertThat(export.text()).doesNotContain("gil").contains("PLANTED answer.");
		assertThat(send("GET", "initech-officer", "", "/tenants/initech/export", "").status()).isEqualTo(429);
	}

	@Test
	void tenantsAreErasedAndExportedByTheirOwnOfficersAfterConfirmation() {
		String confirmed = "{\"confirm\": \"initech\"}";
		assertThat(send("DELETE", "initech-backend", "ada", "/tenants/initech", confirmed).status()).isEqualTo(403);
		assertThat(send("DELETE", "globex-officer", "", "/tenants/initech", confirmed).status()).isEqualTo(403);
		assertThat(send("GET", "globex-officer", "", "/tenants/initech/export", "").status()).isEqualTo(403);
		assertThat(send("DELETE", "initech-officer", "", "/tenants/initech", "{\"confirm\": \"globex\"}").text())
			.contains("invalid_request", "confirm");
		assertThat(send("DELETE", "initech-officer", "", "/tenants/initech", "{}").status()).isEqualTo(400);
		assertThat(erasureAs("initech", "ten_01M838DWTC55J56BHF7KJFK35W").status()).isEqualTo(404);
	}

	private static void crowd(String tenant, int users) throws Exception {
		try (ExecutorService clients = Executors.newFixedThreadPool(4)) {
			List<Future<String>> all = IntStream.range(0, users)
				.mapToObj((user) -> clients.submit(() -> told(tenant, "user-" + user)))
				.toList();
			for (Future<String> one : all) {
				one.get();
			}
		}
	}

	/** Has a user say something; answers with the user's tag if there is one user. */
	private static String told(String tenant, String user) {
		Answer answer = run(tenant, user);
		assertThat(answer.status()).as(answer.text()).isEqualTo(200);
		List<String> names = new ArrayList<>();
		call((redis) -> names.addAll(redis.keys("as:{*}:session:talk-" + user)));
		return names.getFirst().replaceAll("^as:\\{|}.*", "");
	}

	private static Answer run(String tenant, String user) {
		return send("POST", tenant + "-backend", user, "/agent",
				"{\"task\": \"PLANTED task\", \"session_id\": \"talk-" + user + "\"}");
	}

	/** What the officers' report of today says that the tenant spent, in USD. */
	private static String spent() {
		return send("GET", "initech-officer", "", "/ops/usage", "").json().at("/spent_usd").asString();
	}

	private static Answer document(String tenant, String method) {
		return send(method, tenant + "-backend", "ada", "/knowledge/handbook/documents/refunds",
				"PUT".equals(method) ? "Refunds take days." : "");
	}

	private static Answer hold(String user, String until) {
		return send("PUT", "initech-officer", "", "/users/" + user + "/hold",
				"{\"reason\": \"Litigation 4711\", \"until\": \"" + until + "\"}");
	}

	private static JsonNode erasure(String tenant, String id) {
		return erasureAs(tenant, id).json();
	}

	private static Answer erasureAs(String tenant, String id) {
		return send("GET", tenant + "-officer", "", "/erasures/" + id, "");
	}

	private static JsonNode signed(JsonNode report) {
		return JsonMapper.shared().readTree(report.at("/receipt/signed").asString());
	}

	private static boolean is(JsonNode report, String status) {
		return report.at("/status").asString().equals(status);
	}

	private static List<String> keysOf(String tag) {
		return dump("*" + tag + "*").keySet().stream().toList();
	}

	/**
	 * All that is stored, byte by byte, but what counts by itself, or is summed up at
	 * times of its own, and what erasures keep.
	 */
	private static Map<String, String> dump() {
		Map<String, String> values = dump("as:*");
		values.keySet().removeIf((key) -> key.endsWith(":stored") || key.endsWith(":stored:due"));
		values.keySet().removeIf((key) -> key.matches("as:(bucket:|audit:|\\{[eq]}|state:|models:|agent:|know:).*"));
		return values;
	}

	private static Map<String, String> dump(String pattern) {
		Map<String, String> values = new TreeMap<>();
		call((redis) -> redis.keys(pattern).forEach((key) -> values.put(key, Arrays.toString(redis.dump(key)))));
		return values;
	}

	private static void call(Consumer<RedisCommands<String, String>> commands) {
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + service.redis().port())) {
			commands.accept(client.connect().sync());
		}
	}

	private static Answer send(String method, String key, String user, String path, String json) {
		Map<String, String> headers = new HashMap<>(Map.of("Authorization", "Bearer " + key));
		if (!json.isEmpty()) {
			headers.put("Content-Type", json.startsWith("{") ? "application/json" : "text/markdown");
		}
		if (!user.isEmpty()) {
			headers.put("X-User-Id", user);
		}
		return service.http().request(method, path, headers, json.getBytes(StandardCharsets.UTF_8));
	}

	private static List<String> copies() {
		try (Stream<Path> files = Files.list(FOLDER.resolve("holds"))) {
			return files.map((file) -> String.valueOf(file.getFileName()))
				.filter((name) -> name.endsWith(".hold"))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
