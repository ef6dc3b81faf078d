package dev.agentservice.run.told;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.agentservice.identity.UserTag;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.ReplicaContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

@BesideOthers
@OnSingleAndCluster
class KnownAnswersTests {

	private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	private final UserTag jane = new UserTag(UUID.randomUUID().toString().replace("-", ""));

	private final TestRedis redis;

	@AutoClose
	private final ReplicaContext replica;

	KnownAnswersTests(RedisTopology topology) {
		this.redis = topology.own(KnownAnswersTests.class);
		this.replica = replica(Map.of("agent-service.run.told-history.limit", "3"));
	}

	@BeforeEach
	void admit() {
		call("SET", "epoch", "first");
	}

	@Test
	void anAnswerIsKnownUntilItIsGivenWithThirdPartyContentToo() {
		assertThat(known("a")).isFalse();
		note(true, "a", "b");
		assertThat(known("a")).isTrue();
		assertThat(known("a", "b")).isTrue();
		assertThat(known("a", "c")).isFalse();
		note(false, "a", "c");
		assertThat(known("a")).isFalse();
		assertThat(known("b")).isTrue();
		note(true, "a");
		assertThat(known("a", "b")).isTrue();
	}

	@Test
	void onlyTheLatestAnswersOfAUserAreKnown() {
		for (String tag : List.of("a", "b", "c", "d")) {
			note(true, tag);
		}
		assertThat(call("ZCARD", "answers")).isEqualTo(3L);
		assertThat(known("d")).isTrue();
	}

	@Test
	void answersAreForgottenAfterTheirTime() {
		try (ReplicaContext brief = replica(Map.of("agent-service.run.told-history.ttl", "1s"))) {
			brief.get(KnownAnswers.class).note(this.jane, "first", List.of("a"), true).join();
			assertThat((Long) call("PTTL", "answers")).isBetween(1L, 1000L);
			await().until(() -> !known("a"));
		}
	}

	@Test
	void answersAreInTheIndexOfTheUsersKeys() {
		note(true, "a");
		assertThat(call("ZRANGE", "keys", 0, -1)).isEqualTo(List.of("answers"));
	}

	@Test
	void nothingIsNotedOfAUserWhoWasErasedSinceTheRunWasAdmitted() {
		call("SET", "epoch", "second");
		assertThat(answers().note(this.jane, "first", List.of("a"), true).join()).isEqualTo(KnownAnswers.Noting.ERASED);
		assertThat(known("a")).isFalse();
		assertThat(call("EXISTS", "keys")).isEqualTo(0L);
	}

	@Test
	void answersThatOutliveTheEpochStopTheStart() {
		assertThatException().isThrownBy(() -> replica(Map.of("agent-service.run.told-history.ttl", "500d")))
			.havingRootCause()
			.withMessageContaining("agent-service.redis.epoch-ttl");
	}

	private ReplicaContext replica(Map<String, String> settings) {
		return new ReplicaContext(this.redis, settings, Wiring.class);
	}

	private KnownAnswers answers() {
		return this.replica.get(KnownAnswers.class);
	}

	private boolean known(String... tags) {
		return answers().hold(this.jane, List.of(tags)).join();
	}

	private void note(boolean free, String... tags) {
		assertThat(answers().note(this.jane, "first", List.of(tags), free).join()).isEqualTo(KnownAnswers.Noting.NOTED);
	}

	private @Nullable Object call(String command, String key, Object... args) {
		List<Object> words = new ArrayList<>(List.of(command, this.jane.key(key)));
		words.addAll(List.of(args));
		return this.replica.store().run(CALL, List.of(this.jane.key(key)), words).getFirst();
	}

	/** No component, so that nobody finds it by scanning. */
	@EnableConfigurationProperties(ToldHistoryProperties.class)
	@Import(KnownAnswers.class)
	static class Wiring {

	}

}
