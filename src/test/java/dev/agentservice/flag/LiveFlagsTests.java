package dev.agentservice.flag;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.flag.definition.FlagContext;
import dev.agentservice.flag.definition.FlagRule;
import dev.agentservice.flag.definition.FlagSetting;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Promised;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

/**
 * How replicas learn of changes, and what they go by while Redis is away.
 */
@BesideOthers
class LiveFlagsTests {

	private static final Duration PROMISED = Duration.ofSeconds(2);

	private static final Duration SOON = Duration.ofMinutes(1);

	private static final Map<String, String> IMPATIENT = Map.of("agent-service.redis.command-timeout", "1s",
			"agent-service.redis.connect-timeout", "1s", "agent-service.redis.reconnect-after", "1s");

	@AutoClose
	private static final RedisServer REDIS = RedisServer.start();

	private final FlagReplica one = new FlagReplica(REDIS, IMPATIENT);

	private final FlagReplica other = new FlagReplica(REDIS, IMPATIENT);

	@AfterEach
	void close() {
		REDIS.thaw();
		REDIS.flush();
		this.one.close();
		this.other.close();
	}

	@Test
	void aChangeIsSeenByTheOtherReplicaBeforeItLooksByItself() {
		await().atMost(SOON).until(() -> REDIS.subscribers(FlagStore.CHANGES) == 2);
		AtomicInteger changes = new AtomicInteger();
		this.other.flags().onChange(changes::incrementAndGet);
		this.one.override(BuiltInFlag.PARALLEL_TOOL_EXECUTION, "false");
		assertThat(isParallel(this.one)).as("who changed it sees it at once").isFalse();
		await().atMost(SOON).until(() -> !isParallel(this.other));
		this.one.overrides().remove(FlagReplica.OPERATOR, BuiltInFlag.PARALLEL_TOOL_EXECUTION.label());
		await().atMost(SOON).until(() -> isParallel(this.other));
		assertThat(changes).hasValue(2);
	}

	@Test
	void aChangeIsSeenInTimeAlsoWhenNobodyIsToldOfIt() {
		AtomicBoolean next = new AtomicBoolean(isParallel(this.other));
		Promised.within(PROMISED, () -> {
			boolean wanted = !next.getAndSet(!next.get());
			this.one.store(BuiltInFlag.PARALLEL_TOOL_EXECUTION.label(), """
					{"v":1,"variants":{"true":"true","false":"false"},"default":"%s","rules":[]}""".formatted(wanted));
			return Promised.time(() -> await().atMost(SOON)
				.until(() -> isParallel(this.one) == wanted && isParallel(this.other) == wanted));
		});
	}

	@Test
	void whileRedisIsFrozenTheLastKnownStaysAndNobodyWaits() {
		this.one.override(BuiltInFlag.PARALLEL_TOOL_EXECUTION, "false");
		await().atMost(SOON).until(() -> !isParallel(this.other));
		REDIS.freeze();
		await().atMost(SOON).until(() -> this.other.live().isStale());
		assertThat(this.other.meters().get("agent.flags.stale").gauge().value()).isEqualTo(1);
		long begun = System.nanoTime();
		for (int i = 0; i < 1000; i++) {
			assertThat(isParallel(this.other)).isFalse();
		}
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(2));
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.one.override(BuiltInFlag.PARALLEL_TOOL_EXECUTION, "true"));
		REDIS.thaw();
		await().atMost(SOON).until(() -> !this.other.live().isStale());
		assertThat(this.other.meters().get("agent.flags.stale").gauge().value()).isZero();
		assertThat(isParallel(this.other)).isFalse();
	}

	@Test
	void whileRedisRefusesTheLastKnownStaysAndWhenItIsBackItIsRightAgain() {
		this.one.override(BuiltInFlag.AGENT_ENABLED, "false");
		await().atMost(SOON).until(() -> !this.other.flags().agentEnabled(FlagReplica.ADA));
		REDIS.kill();
		await().atMost(SOON).until(() -> this.other.live().isStale());
		assertThat(this.other.flags().agentEnabled(FlagReplica.ADA)).isFalse();
		REDIS.restart();
		await().atMost(SOON).until(() -> !this.other.live().isStale() && !this.one.live().isStale());
		assertThat(this.other.flags().agentEnabled(FlagReplica.ADA)).as("it came back empty").isTrue();
		this.one.override(BuiltInFlag.AGENT_ENABLED, "false");
		await().atMost(SOON).until(() -> !this.other.flags().agentEnabled(FlagReplica.ADA));
	}

	@Test
	void aReplicaThatStartsWithoutRedisHasTheDefaults() {
		this.one.override(BuiltInFlag.PARALLEL_TOOL_EXECUTION, "false");
		REDIS.freeze();
		try (FlagReplica late = new FlagReplica(REDIS, IMPATIENT)) {
			assertThat(late.live().isStale()).isTrue();
			assertThat(isParallel(late)).isTrue();
			REDIS.thaw();
			await().atMost(SOON).until(() -> !isParallel(late));
		}
	}

	@Test
	void aReplicaThatStartsKnowsTheOverridesBeforeItIsAsked() {
		this.one.override(BuiltInFlag.PARALLEL_TOOL_EXECUTION, "false");
		try (FlagReplica late = new FlagReplica(REDIS, Map.of())) {
			assertThat(isParallel(late)).isFalse();
		}
	}

	@Test
	void whatCannotBeReadLeavesTheLastKnownAndTheOtherFlagsAlone() {
		this.one.override(BuiltInFlag.PARALLEL_TOOL_EXECUTION, "false");
		await().atMost(SOON).until(() -> !isParallel(this.other));
		this.one.override(BuiltInFlag.AGENT_ENABLED, "false");
		this.one.store(BuiltInFlag.PARALLEL_TOOL_EXECUTION.label(), "{\"v\":2}");
		this.one.store(BuiltInFlag.SIMPLE_MODEL.label(), """
				{"v":1,"variants":{},"default":"unknown","rules":[]}""");
		await().atMost(SOON)
			.until(() -> this.other.meters()
				.find("agent.flags.unusable")
				.tag("flag", "simple-model")
				.counter() != null);
		assertThat(isParallel(this.other)).isFalse();
		assertThat(this.other.flags().agentEnabled(FlagReplica.ADA)).isFalse();
		assertThat(this.other.flags().resolve(FlagReplica.ADA).model(BuiltInFlag.SIMPLE_MODEL)).isEmpty();
	}

	@Test
	void aTenantsOwnOverrideCountsForItsRunsAndForNobodyElses() {
		FlagContext elsewhere = new FlagContext("globex", FlagReplica.ADA.user(), "assistant");
		this.one.tenantOverrides()
			.replace(FlagReplica.OPERATOR, BuiltInFlag.PARALLEL_TOOL_EXECUTION.label(), without("false"), null);
		await().atMost(PROMISED).until(() -> !isParallel(this.other));
		assertThat(this.other.flags().resolve(elsewhere).parallelToolExecution()).isTrue();
		this.one.override(BuiltInFlag.PARALLEL_TOOL_EXECUTION, "false");
		this.one.tenantOverrides()
			.replace(FlagReplica.OPERATOR, BuiltInFlag.PARALLEL_TOOL_EXECUTION.label(), without("true"), null);
		await().atMost(PROMISED).until(() -> isParallel(this.other));
		assertThat(this.other.flags().resolve(elsewhere).parallelToolExecution()).isFalse();
		this.one.tenantOverrides().remove(FlagReplica.OPERATOR, BuiltInFlag.PARALLEL_TOOL_EXECUTION.label());
		await().atMost(PROMISED).until(() -> !isParallel(this.other));
	}

	@Test
	void noTenantSwitchesOnWhatIsSwitchedOffForAll() {
		this.one.override(BuiltInFlag.AGENT_ENABLED, "false");
		this.one.tenantOverrides()
			.replace(FlagReplica.OPERATOR, BuiltInFlag.AGENT_ENABLED.label(), without("true"), null);
		assertThat(this.one.flags().agentEnabled(FlagReplica.ADA)).isFalse();
		this.one.overrides().remove(FlagReplica.OPERATOR, BuiltInFlag.AGENT_ENABLED.label());
		assertThat(this.one.flags().agentEnabled(FlagReplica.ADA)).isTrue();
		this.one.tenantOverrides()
			.replace(FlagReplica.OPERATOR, BuiltInFlag.AGENT_ENABLED.label(), without("false"), null);
		assertThat(this.one.flags().agentEnabled(FlagReplica.ADA)).isFalse();
	}

	@Test
	void openFeatureTellsWhichVariantAndWhy() {
		this.one.override(BuiltInFlag.SIMPLE_MODEL, new FlagSetting(Map.of("turbo", "openai/gpt-4-turbo"), "agent-file",
				List.of(new FlagRule(Set.of("acme"), Set.of(), Set.of(), FlagRule.EVERYBODY, "turbo"))));
		var context = FlagProvider.toOpenFeature(FlagReplica.ADA);
		var details = this.one.openFeature().getStringDetails("simple-model", "fallback", context);
		assertThat(details.getValue()).isEqualTo("openai/gpt-4-turbo");
		assertThat(details.getVariant()).isEqualTo("turbo");
		assertThat(details.getReason()).isEqualTo("TARGETING_MATCH");
		assertThat(this.one.openFeature().getStringDetails("simple-model", "fallback").getVariant())
			.isEqualTo("agent-file");
	}

	@Test
	void whoAsksOpenFeatureForWhatIsNotThereGetsTheFallback() {
		assertThatNoException().isThrownBy(() -> {
			assertThat(this.one.openFeature().getStringValue("agent-enabled", "fallback")).isEqualTo("fallback");
			assertThat(this.one.openFeature().getIntegerValue("agent-enabled", 7)).isEqualTo(7);
			assertThat(this.one.openFeature().getBooleanValue("unknown", true)).isTrue();
		});
	}

	private static FlagSetting without(String variant) {
		return new FlagSetting(Map.of(), variant, List.of());
	}

	private static boolean isParallel(FlagReplica replica) {
		return replica.flags().resolve(FlagReplica.ADA).parallelToolExecution();
	}

}
