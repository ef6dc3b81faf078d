package dev.agentservice.run.event;

import java.util.List;
import java.util.Map;

import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.run.event.store.EventBlock;
import dev.agentservice.run.event.store.NewEvent;
import dev.agentservice.run.event.store.StoredEvent;
import dev.agentservice.run.record.WriteOutcome;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.redis.LuaScript;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.agentservice.run.event.TestRun.delta;
import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
@OnSingleAndCluster
class RunAppendTests {

	private static final NewEvent STARTED = new NewEvent("run.started", "{}");

	private final EventReplica replica;

	private final TestRun run;

	RunAppendTests(RedisTopology topology) {
		this.replica = new EventReplica(topology.own(RunAppendTests.class));
		this.run = this.replica.run();
	}

	@AfterEach
	void close() {
		this.replica.close();
	}

	@Test
	void eventsAreNumberedInTheirOrder() {
		assertThat(this.run.append(1, STARTED, delta("Hel"))).isEqualTo(WriteOutcome.STORED);
		assertThat(this.run.append(3, delta("lo"))).isEqualTo(WriteOutcome.STORED);
		assertThat(this.run.read(0).events()).containsExactly(new StoredEvent(1, "run.started", "{}"),
				new StoredEvent(2, "answer.delta", "{\"text\":\"Hel\"}"),
				new StoredEvent(3, "answer.delta", "{\"text\":\"lo\"}"));
		assertThat(this.run.get("seq")).isEqualTo("3");
		assertThat(text()).isEqualTo("Hello");
	}

	@Test
	void aBlockThatIsSentAgainIsStoredOnce() {
		this.run.append(1, STARTED, delta("a"));
		assertThat(this.run.append(1, STARTED, delta("a"))).isEqualTo(WriteOutcome.STORED);
		assertThat(this.run.append(1, STARTED, delta("a"), delta("b"))).as("with more behind it")
			.isEqualTo(WriteOutcome.STORED);
		assertThat(this.run.read(0).events()).extracting(StoredEvent::id).containsExactly(1L, 2L, 3L);
		assertThat(text()).isEqualTo("ab");
	}

	@Test
	void aResetVoidsTheAnswerSoFar() {
		this.run.append(1, delta("wrong"), new NewEvent("answer.reset", "{}"), delta("ri"));
		this.run.append(4, delta("ght"));
		assertThat(text()).isEqualTo("right");
	}

	@Test
	void onlyTheLatestEventsAreKept() {
		for (int n = 1; n <= 30; n++) {
			this.run.append(this.run.owner(), n, Map.of("max-events", 10), delta("w"));
		}
		assertThat(this.run.call("XLEN", this.run.channel())).isEqualTo(10L);
		assertThat(text()).as("the answer stays whole").isEqualTo("w".repeat(30));
	}

	@Test
	void theLogExpires() {
		this.run.append(1, delta("a"));
		assertThat((Long) this.run.call("PTTL", this.run.channel())).isBetween(3_500_000L, 3_600_000L);
		assertThat((Long) this.run.call("PTTL", this.run.key() + ":text")).isBetween(3_500_000L, 3_600_000L);
	}

	@Test
	void aBlockWithoutEventsChangesNothing() {
		assertThat(this.run.append(7)).isEqualTo(WriteOutcome.STORED);
		assertThat(this.run.get("seq")).isEqualTo("0");
		assertNothingWritten();
	}

	@Test
	void anEventCanGoBehindWhateverIsThere() {
		this.run.append(1, STARTED, delta("a"));
		EventBlock next = this.replica.get(EventLogs.class)
			.next(new NewEvent("run.failed", "{\"code\":\"owner_lost\"}"));
		append(next);
		assertThat(this.run.read(2).events())
			.containsExactly(new StoredEvent(3, "run.failed", "{\"code\":\"owner_lost\"}"));
	}

	private void append(EventBlock block) {
		LuaScript<List<@Nullable Object>> script = LuaScript.list("fragment/clock", "fragment/hash", "fragment/stored",
				"run/run-events", "test-append");
		this.replica.redis().run(script, List.of(this.run.key()), block.arguments());
	}

	@Test
	void anOlderAttemptWritesNothing() {
		this.run.set("attempt", "2");
		assertThat(this.run.append(1, STARTED)).isEqualTo(WriteOutcome.FENCED_OFF);
		assertNothingWritten();
	}

	@Test
	void anOwnerWhoseLeaseRanOutWritesNothing() {
		this.run.set("lease", String.valueOf(System.currentTimeMillis() - 1000));
		assertThat(this.run.append(1, STARTED)).isEqualTo(WriteOutcome.FENCED_OFF);
		assertNothingWritten();
	}

	@Test
	void nothingIsWrittenBehindTheEnd() {
		this.run.set("status", "cancelled");
		assertThat(this.run.append(1, STARTED)).isEqualTo(WriteOutcome.FENCED_OFF);
		assertNothingWritten();
	}

	@Test
	void anErasedUserIsNotWrittenAbout() {
		this.run.call("DEL", this.run.epochKey());
		assertThat(this.run.append(1, STARTED)).isEqualTo(WriteOutcome.ERASED);
		assertNothingWritten();
	}

	@Test
	void aCancellingRunStillTells() {
		this.run.set("status", "cancelling");
		assertThat(this.run.append(1, STARTED)).isEqualTo(WriteOutcome.STORED);
	}

	private void assertNothingWritten() {
		assertThat(this.run.call("EXISTS", this.run.channel())).isEqualTo(0L);
		assertThat(this.run.call("EXISTS", this.run.key() + ":text")).isEqualTo(0L);
		assertThat(this.run.get("seq")).isEqualTo("0");
	}

	private @Nullable Object text() {
		return this.run.call("GET", this.run.key() + ":text");
	}

}
