package dev.agentservice.tool.call;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.tool.CacheScope;
import dev.agentservice.tool.ToolDefinitionException;
import dev.agentservice.tool.ToolException;
import dev.agentservice.tool.ToolResult;
import dev.agentservice.tool.ToolResult.Outcome;
import dev.agentservice.tool.ToolsProperties.Cache;
import dev.agentservice.tool.ToolsProperties.PerTool;
import dev.agentservice.tool.cache.CacheReplica;
import dev.agentservice.tool.registry.Shop;
import dev.agentservice.tool.registry.ToolFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class CachedToolTests {

	private final RedisServer redis = RedisServer.start();

	private final CacheReplica replica = new CacheReplica(this.redis);

	private final Shop shop = new Shop();

	private final ToolFixture fixture = fixture(Duration.ofMinutes(1));

	private final Toolset tools = this.fixture.all();

	@AfterEach
	void close() {
		this.replica.close();
		this.redis.close();
	}

	@Test
	void aKnownResultIsUsedInsteadOfACall() {
		ToolResult first = status("{\"order\": 7}");
		assertThat(first.cached()).isFalse();
		await().until(() -> status("{\"order\": 7}").cached());
		this.shop.failing(99);
		int asked = this.shop.asked.get();
		ToolResult known = status("{\"order\": 7.0}");
		assertThat(known.outcome()).isEqualTo(Outcome.OK);
		assertThat(known.text()).isEqualTo(first.text());
		assertThat(known.cached()).isTrue();
		assertThat(this.shop.asked).hasValue(asked);
		assertThat(this.fixture.meters.get("agent.tool.calls").tag("tool", "order_status").timer().count())
			.isEqualTo(asked);
	}

	@Test
	void failuresAreNotKept() {
		this.shop.status = () -> {
			throw new ToolException("There is no such order.");
		};
		assertThat(status("{\"order\": 7}").outcome()).isEqualTo(Outcome.FAILED);
		assertThat(status("{\"order\": 7}").outcome()).isEqualTo(Outcome.FAILED);
		assertThat(this.shop.asked).hasValue(2);
		assertThat(this.redis.commandStats()).doesNotContainKey("set");
	}

	@Test
	void toolsWithoutATimeToLiveAskNoCache() {
		ToolFixture.execute(this.tools, "order_archive", "{\"order\": 7}");
		ToolFixture.execute(this.tools, "order_archive", "{\"order\": 7}");
		assertThat(this.shop.archived).hasValue(2);
		assertThat(this.redis.scriptCount()).isZero();
	}

	@Test
	void aFrozenRedisCostsNothingButTheCall() {
		try (CacheReplica impatient = new CacheReplica(this.redis,
				Map.of("agent-service.tools.cache.lookup-timeout", "50ms"))) {
			Toolset cached = fixture(impatient, Duration.ofMinutes(1)).all();
			this.redis.freeze();
			ToolResult result = ToolFixture.execute(cached, "order_status", "{\"order\": 7}");
			assertThat(result.text()).isEqualTo("on its way");
			assertThat(result.cached()).isFalse();
		}
		finally {
			this.redis.thaw();
		}
	}

	@Test
	void resultsThatWouldOutliveTheEpochStopTheStart() {
		assertThatExceptionOfType(ToolDefinitionException.class).isThrownBy(fixture(Duration.ofDays(500))::tools)
			.withMessageContainingAll("Shop.status", "agent-service.redis.epoch-ttl");
	}

	private ToolFixture fixture(Duration ttl) {
		return fixture(this.replica, ttl);
	}

	private ToolFixture fixture(CacheReplica keeper, Duration ttl) {
		return new ToolFixture().with(this.shop)
			.cachingIn(keeper.cache())
			.configured(ToolFixture.properties(ToolFixture.RESILIENCE, Map.of("order_status",
					new PerTool(null, null, null, null, null, null, null, null, new Cache(ttl, CacheScope.SHARED)))));
	}

	private ToolResult status(String arguments) {
		return this.tools
			.execute(List.of(ToolFixture.call("order_status", arguments)), ToolFixture.context(Duration.ofSeconds(10)),
					ToolListener.NONE)
			.getFirst();
	}

}
