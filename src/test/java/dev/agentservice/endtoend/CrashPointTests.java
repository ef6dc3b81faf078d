package dev.agentservice.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.agentservice.endtoend.MortalRedis.Moment;
import dev.agentservice.simulator.chat.ToolCall;
import dev.agentservice.simulator.chat.Turn;
import dev.agentservice.support.BesideOthers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A replica dies before and after each request to Redis and each effect of a tool, and
 * another goes on with its run. Effects are counted where they happen, outside the
 * service.
 */
@Tag("slow")
@BesideOthers
class CrashPointTests {

	private static final Logger LOG = LoggerFactory.getLogger(CrashPointTests.class);

	private static final List<String> ITEMS = List.of("a", "b", "c");

	/** More than any run has. */
	private static final int MOST_POINTS = 60;

	@RegisterExtension
	static final ServiceUnderTest survivor = new ServiceUnderTest().with("agent-service.run.lease", "10m")
		.with("agent-service.rate-limits.user-requests.capacity", "100000")
		.with("agent-service.rate-limits.user-reads.capacity", "100000")
		.with("agent-service.budget.user-daily-usd", "100000")
		.with("agent-service.redis.breaker.window", "100000")
		.with("agent-service.redis.breaker.minimum-calls", "100000")
		.with(Till.class)
		.agent("clerk", """
				---
				name: clerk
				models: {simple: anthropic/claude-3-haiku, complex: anthropic/claude-3-haiku}
				tools: [charge, charge_alone]
				guard: {side_effects: allow}
				limits: {timeout: 60s}
				---
				You are a clerk.
				""");

	private static MortalRedis mortal;

	private static RunningService victim;

	private static RedisClient lettuce;

	private static RedisCommands<String, String> redis;

	private int trials;

	@BeforeAll
	static void start() {
		mortal = survivor.closing(MortalRedis.before(survivor.redis()));
		victim = survivor.another(mortal.properties());
		victim.bean(Till.class).redis = mortal;
		lettuce = RedisClient.create("redis://127.0.0.1:" + survivor.redis().port());
		redis = lettuce.connect().sync();
	}

	@AfterAll
	static void stop() {
		lettuce.shutdown();
	}

	@AfterEach
	void revive() {
		victim.bean(Till.class).before = () -> {
		};
		bringBack();
	}

	private static void bringBack() {
		mortal.revive();
		await().until(() -> victim.ada().get("/runs").status() == 200);
	}

	@ParameterizedTest
	@EnumSource(value = Moment.class, names = { "BEFORE_REQUEST", "AFTER_REQUEST" })
	void aPlainRunIsAnsweredWheneverItsReplicaDies(Moment moment) {
		survivor.anthropic().always(answer("Done."));
		int points = everyPoint(moment, List.of());
		assertThat(points).isGreaterThan(3);
	}

	@ParameterizedTest
	@EnumSource(value = Moment.class, mode = EnumSource.Mode.EXCLUDE, names = "NEVER")
	void nothingIsDoneTwiceWheneverAReplicaDies(Moment moment) {
		charge(ITEMS);
		int points = everyPoint(moment, ITEMS);
		assertThat(points).isGreaterThan((moment == Moment.BEFORE_EFFECT || moment == Moment.AFTER_EFFECT) ? 2 : 5);
	}

	@ParameterizedTest
	@EnumSource(value = Moment.class, names = { "BEFORE_EFFECT", "AFTER_EFFECT" })
	void aCancelledRunNamesWhatMayHaveHappened(Moment moment) {
		charge(List.of("a"));
		Till.EFFECTS.clear();
		List<String> runs = new CopyOnWriteArrayList<>();
		victim.bean(Till.class).before = () -> {
			runs.add(runs());
			cancel(runs.getFirst());
		};
		mortal.dieAt(moment, 1);
		Thread client = Thread.ofVirtual().start(() -> ask(victim.ada(), "cancelled-" + moment));
		await().until(mortal::isDead);
		expireLeases();
		Client.Reply cancelled = survivor.ada().cancel(runs.getFirst());
		assertThat(cancelled.text("/status")).as(cancelled.body()).isEqualTo("cancelled");
		JsonNode view = survivor.ada().get("/runs/" + runs.getFirst()).json();
		for (String place : List.of("/in_doubt", "/problem/in_doubt")) {
			assertThat(view.at(place).toString()).isEqualTo("[{\"call\":\"c0.0\",\"tool\":\"charge\"}]");
		}
		assertThat(Till.EFFECTS.values().stream().mapToInt(List::size).sum())
			.isEqualTo((moment == Moment.AFTER_EFFECT) ? 1 : 0);
		bringBack();
		await().until(() -> !client.isAlive());
		assertThat(Till.EFFECTS.values()).allMatch((receipts) -> receipts.size() == 1);
	}

	@Test
	void anAcceptedCancelLetsNothingBegin() {
		survivor.anthropic()
			.when((request) -> request.freshResults().isEmpty())
			.always(toolCalls(call("charge_alone", "{\"item\": \"a\"}"), call("charge_alone", "{\"item\": \"b\"}")));
		Till.EFFECTS.clear();
		Till till = victim.bean(Till.class);
		// The second call waits for its turn, and the run is cancelled by then.
		till.before = () -> cancel(runs());
		Client.Reply reply = ask(victim.ada(), "queued");
		assertThat(reply.text("/code")).isEqualTo("run_cancelled");
		assertThat(Till.EFFECTS.keySet()).doesNotContain("b");
	}

	/** Until the run ends before its replica would die. */
	private int everyPoint(Moment moment, List<String> items) {
		int point = 1;
		while (trial(moment, point, items)) {
			point++;
			assertThat(point).isLessThan(MOST_POINTS);
		}
		LOG.atInfo().log("{} points {} of a run with {} tool calls", point - 1, moment, items.size());
		return point - 1;
	}

	/** Whether the replica died. */
	private boolean trial(Moment moment, int point, List<String> items) {
		Till.EFFECTS.clear();
		String key = moment + "-" + items.size() + "-" + point + "-" + ++this.trials;
		List<Client.Reply> replies = new CopyOnWriteArrayList<>();
		mortal.dieAt(moment, point);
		Thread client = Thread.ofVirtual().start(() -> replies.add(ask(victim.ada(), key)));
		await().until(() -> mortal.isDead() || !client.isAlive());
		boolean died = mortal.isDead();
		Client.Reply reply = died ? askAgain(key) : replies.getFirst();
		assertThat(reply.status()).as(key + ": " + reply.body()).isEqualTo(200);
		assertTold(key, reply, items);
		bringBack();
		await().until(() -> !client.isAlive());
		assertTold(key, reply, items);
		return died;
	}

	/** What the replica wrote with its last breath may take a moment. */
	private static Client.Reply askAgain(String key) {
		List<Client.Reply> last = new ArrayList<>();
		await().until(() -> {
			expireLeases();
			last.addFirst(ask(survivor.ada(), key));
			return last.getFirst().status() != 409;
		});
		return last.getFirst();
	}

	/** What the model was told of each call is what happened, or that nobody knows. */
	private static void assertTold(String key, Client.Reply reply, List<String> items) {
		List<String> told = new ArrayList<>();
		survivor.anthropic().requests().getLast().freshResults().stream().map(Turn.ToolResult::text).forEach(told::add);
		assertThat(told).as(key).hasSameSizeAs(items);
		for (int i = 0; i < items.size(); i++) {
			List<String> receipts = Till.EFFECTS.getOrDefault(items.get(i), List.of());
			assertThat(receipts).as(key).hasSizeLessThan(2);
			boolean isUnknown = told.get(i).contains("Whether it took effect is unknown");
			if (!isUnknown) {
				assertThat(receipts).as(key + ": " + told).containsExactly(told.get(i));
			}
			else {
				assertThat(reply.body()).contains("tool_in_doubt");
			}
		}
	}

	private static void charge(List<String> items) {
		survivor.anthropic()
			.when((request) -> request.freshResults().isEmpty())
			.always(toolCalls(items.stream()
				.map((item) -> call("charge", "{\"item\": \"" + item + "\"}"))
				.toArray(ToolCall[]::new)));
		survivor.anthropic().when((request) -> !request.freshResults().isEmpty()).always(answer("Done."));
	}

	private static Client.Reply ask(Client client, String key) {
		return client.ask(key, Map.of("task", "Charge " + key, "agent", "clerk"));
	}

	/** Returns once the cancel is accepted, however soon it takes effect. */
	private static void cancel(String run) {
		Thread.ofVirtual().start(() -> survivor.ada().cancel(run));
		await().until(() -> List.of("cancelling", "cancelled").contains(redis.hget(key(run), "status")));
	}

	private static String key(String run) {
		return redis.keys("as:{*}:run:" + run).getFirst();
	}

	/** The only run at work. */
	private static String runs() {
		List<String> active = active();
		assertThat(active).hasSize(1);
		return active.getFirst().replaceFirst(".*:run:", "");
	}

	private static List<String> active() {
		return redis.keys("as:{*}:run:run_*")
			.stream()
			.filter((key) -> key.matches(".*:run:run_[0-9A-Z]+"))
			.filter((key) -> List.of("running", "cancelling").contains(String.valueOf(redis.hget(key, "status"))))
			.toList();
	}

	/** Whoever is at work has been silent for a lease. */
	private static void expireLeases() {
		active().forEach((key) -> redis.hset(key, "lease", "1"));
	}

}
