package dev.agentservice.tool.cache;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import dev.agentservice.identity.UserTag;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.support.BesideOthers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@BesideOthers
@OnSingleAndCluster
class ResultCacheTests {

	private static final Duration TTL = Duration.ofMinutes(5);

	private static final JsonNode ORDER = JsonMapper.shared().readTree("{\"order\": 7, \"year\": 2026}");

	private final UserTag jane = new UserTag(UUID.randomUUID().toString().replace("-", ""));

	private final String tool = "tool_" + UUID.randomUUID();

	private final ResultKey janes = key(ORDER, "first");

	private final ResultKey everybodys = ResultKey.shared(this.tool, ORDER);

	@AutoClose
	private final CacheReplica replica;

	ResultCacheTests(RedisTopology topology) {
		this.replica = new CacheReplica(topology.own(ResultCacheTests.class));
	}

	@BeforeEach
	void admit() {
		this.replica.call("SET", this.jane.key("epoch"), "first");
	}

	@Test
	void aResultIsFoundAgainHoweverTheArgumentsAreWritten() {
		assertThat(find(this.janes)).isNull();
		keep(this.janes, "grüße 😀");
		assertThat(find(this.janes)).isEqualTo("grüße 😀");
		assertThat(find(key(JsonMapper.shared().readTree("{\"year\": 2.026e3, \"order\": 7.0}"), "first")))
			.isEqualTo("grüße 😀");
		assertThat(find(key(JsonMapper.shared().readTree("{\"order\": \"7\", \"year\": 2026}"), "first"))).isNull();
	}

	@Test
	void aUsersResultIsNobodyElses() {
		keep(this.janes, "private");
		UserTag joe = new UserTag(UUID.randomUUID().toString().replace("-", ""));
		assertThat(find(ResultKey.of(joe, "first", this.tool, ORDER))).isNull();
		assertThat(find(ResultKey.of(this.jane, "first", "other", ORDER))).isNull();
		assertThat(find(this.everybodys)).isNull();
	}

	@Test
	void everybodysResultHasAKeyWithoutAUser() {
		keep(this.everybodys, "public");
		assertThat(this.everybodys.redisKey()).matches("as:cache:" + this.tool + ":[0-9a-f]{64}");
		assertThat(this.replica.call("GET", this.everybodys.redisKey())).isEqualTo("{\"v\":1,\"text\":\"public\"}");
	}

	@Test
	void aUsersResultIsInTheIndexOfTheUsersKeys() {
		keep(this.janes, "private");
		assertThat(this.janes.redisKey()).isEqualTo(this.jane.key(this.janes.member()));
		assertThat(this.replica.call("ZRANGE", this.jane.key("keys"), 0, -1)).isEqualTo(List.of(this.janes.member()));
		assertThat((Long) this.replica.call("PTTL", this.jane.key("keys"))).isGreaterThan(TTL.toMillis());
	}

	@Test
	void resultsExpire() {
		keep(this.janes, "private");
		keep(this.everybodys, "public");
		assertThat((Long) this.replica.call("PTTL", this.janes.redisKey())).isBetween(1L, TTL.toMillis());
		assertThat((Long) this.replica.call("PTTL", this.everybodys.redisKey())).isBetween(1L, TTL.toMillis());
	}

	@Test
	void nothingIsKeptOfAUserWhoWasErasedSinceTheRunWasAdmitted() {
		this.replica.call("DEL", this.jane.key("epoch"));
		keepInVain(this.janes);
		this.replica.call("SET", this.jane.key("epoch"), "second");
		keepInVain(this.janes);
		assertThat(this.replica.call("EXISTS", this.jane.key("keys"))).isEqualTo(0L);
		keep(key(ORDER, "second"), "after");
		assertThat(find(this.janes)).isEqualTo("after");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "{\"v\":2,\"text\":\"of a newer release\"}", "{\"v\":1}", "{\"v\":1,\"text\":7}", "[]", "{" })
	void whatThisReleaseCannotReadIsNotThere(String document) {
		this.replica.call("SET", this.everybodys.redisKey(), document);
		assertThat(find(this.everybodys)).isNull();
		keep(this.everybodys, "anew");
		assertThat(find(this.everybodys)).isEqualTo("anew");
	}

	@Test
	void aResultThatWasKeptOfAnUntrustedToolIsNoneOfATrustedOne() {
		keep(this.everybodys, "of before");
		assertThat(this.replica.cache().find(this.everybodys, true)).isNull();
		long before = kept();
		this.replica.cache().keep(this.everybodys, "of now", true, TTL);
		await().until(() -> kept() > before);
		assertThat(this.replica.cache().find(this.everybodys, true)).isEqualTo("of now");
		assertThat(find(this.everybodys)).isEqualTo("of now");
	}

	@Test
	void hitsAndMissesAreCounted() {
		find(this.janes);
		keep(this.janes, "private");
		find(this.janes);
		find(this.janes);
		assertThat(count("miss")).isEqualTo(1);
		assertThat(count("hit")).isEqualTo(2);
	}

	private double count(String result) {
		return this.replica.meters()
			.get("agent.tool.cache")
			.tags("tool", this.tool, "result", result)
			.counter()
			.count();
	}

	private @Nullable String find(ResultKey key) {
		return this.replica.cache().find(key, false);
	}

	private void keep(ResultKey key, String text) {
		long before = kept();
		this.replica.cache().keep(key, text, false, TTL);
		await().until(() -> kept() > before);
	}

	private void keepInVain(ResultKey key) {
		keep(key, "must not be kept");
		assertThat(this.replica.call("EXISTS", key.redisKey())).isEqualTo(0L);
	}

	/** How many times Redis has answered. */
	private long kept() {
		var timer = this.replica.meters().find("agent.redis").tags("script", "tool-result-keep").timer();
		return (timer != null) ? timer.count() : 0;
	}

	private ResultKey key(JsonNode arguments, String epoch) {
		return ResultKey.of(this.jane, epoch, this.tool, arguments);
	}

}
