package dev.agentservice.support.redis;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.BesideOthers;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@BesideOthers
@OnSingleAndCluster
class RedisStoreTests {

	private static final LuaScript<List<@Nullable Object>> ECHO = LuaScript.list("test-echo");

	private static final LuaScript<Long> COUNT = LuaScript.number("test-count");

	private final String key = "as:{" + UUID.randomUUID() + "}:n";

	private final TestRedis redis;

	@AutoClose
	private final ReplicaContext replica;

	private final RedisStore store;

	RedisStoreTests(RedisTopology topology) {
		this.redis = topology.own(RedisStoreTests.class);
		this.replica = new ReplicaContext(this.redis);
		this.store = this.replica.store();
	}

	@Test
	void answersArePlainJava() {
		List<@Nullable Object> answer = this.store.run(ECHO, List.of(this.key),
				List.of("grüße", 7, new byte[] { 'b' }));
		assertThat(answer).containsExactly("grüße", 7L, List.of("b", List.of(), List.of(1L)), null, "last");
	}

	@Test
	void anAnswerNeedNotBeAList() {
		Long first = this.store.run(COUNT, List.of(this.key), List.of());
		assertThat(first).isEqualTo(1L);
	}

	@Test
	void twoScriptsAreInFlightAtOnce() {
		CompletableFuture<Long> one = this.store.runAsync(COUNT, List.of(this.key), List.of());
		CompletableFuture<Long> two = this.store.runAsync(COUNT, List.of(this.key), List.of());
		assertThat(one.join() + two.join()).isEqualTo(3L);
	}

	@Test
	void aScriptThatRedisForgotIsSentAgain() {
		this.store.run(COUNT, List.of(this.key), List.of());
		this.redis.flushScripts();
		Long second = this.store.run(COUNT, List.of(this.key), List.of());
		assertThat(second).isEqualTo(2L);
	}

	@Test
	void aKnownScriptIsOneRoundTrip() {
		this.store.run(COUNT, List.of(this.key), List.of());
		long before = this.redis.scriptCount();
		this.store.run(COUNT, List.of(this.key), List.of());
		assertThat(this.redis.scriptCount() - before).isEqualTo(1);
	}

	@Test
	void aDefectInAScriptIsNotTakenForAnOutage() {
		assertThatIllegalStateException()
			.isThrownBy(() -> this.store.run(COUNT, List.of(this.key), List.of("not a number")))
			.withMessage("Script test-count failed at test-count.lua:6");
	}

	@Test
	void theLineOfAFaultIsThatOfItsFile() {
		LuaScript<Long> joined = LuaScript.number("fragment/epoch", "fragment/clock", "test-count");
		assertThatIllegalStateException()
			.isThrownBy(() -> this.store.run(joined, List.of(this.key), List.of("not a number")))
			.withMessage("Script test-count failed at test-count.lua:6");
		assertThat(joined.place("ERR @user_script:1: no")).hasValue("fragment/epoch.lua:1");
		assertThat(joined.place("ERR no such key")).isEmpty();
		assertThat(joined.place("user_script:99999")).isEmpty();
	}

	@Test
	void aWordIsOneOfAClosedSet() {
		LuaScript<Answer> script = LuaScript.outcome(Answer.class, "test-word");
		assertThat(this.store.run(script, List.of(this.key), List.of("not_now"))).isEqualTo(Answer.NOT_NOW);
		assertThat(this.store.runAsync(script, List.of(this.key), List.of("yes")).join()).isEqualTo(Answer.YES);
		assertThatIllegalStateException()
			.isThrownBy(() -> this.store.run(script, List.of(this.key), List.of("perhaps")))
			.withMessage("Script test-word answered with an unknown word: perhaps");
	}

	@Test
	void aTableIsReadByItsReader() {
		LuaScript<Integer> script = LuaScript.list((table) -> table.size(), "test-echo");
		assertThat(this.store.run(script, List.of(this.key), List.of("a", 1, "b"))).isEqualTo(5);
	}

	@Test
	void everyCallIsTimed() {
		this.store.run(COUNT, List.of(this.key), List.of());
		assertThat(this.replica.get(MeterRegistry.class)
			.get("agent.redis")
			.tags("script", "test-count", "outcome", "success")
			.timer()
			.count()).isEqualTo(1);
	}

	@Test
	void aMissingScriptFileIsNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> LuaScript.text("nowhere"))
			.withMessageContaining("/lua/nowhere.lua");
	}

	private enum Answer {

		YES, NOT_NOW

	}

}
