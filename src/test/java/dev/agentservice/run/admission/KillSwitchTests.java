package dev.agentservice.run.admission;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.agentservice.agent.Cancellation;
import dev.agentservice.agent.RunCancelledException;
import dev.agentservice.flag.BuiltInFlag;
import dev.agentservice.flag.FlagReplica;
import dev.agentservice.flag.definition.FlagContext;
import dev.agentservice.flag.definition.FlagRule;
import dev.agentservice.flag.definition.FlagSetting;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.run.admission.KillSwitch.Watch;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class KillSwitchTests {

	@AutoClose
	private static final RedisServer REDIS = RedisServer.start();

	private final FlagReplica replica = new FlagReplica(REDIS, Map.of());

	private final KillSwitch killSwitch = new KillSwitch(this.replica.flags());

	private final Cancellation cancellation = new Cancellation();

	@AfterEach
	void close() {
		this.replica.close();
		REDIS.flush();
	}

	@Test
	void aRunAtWorkIsStopped() {
		try (Watch _ = this.killSwitch.watch(context("assistant"), this.cancellation)) {
			assertThatNoException().isThrownBy(this.cancellation::check);
			switchOff("assistant");
			assertStopped();
		}
	}

	@Test
	void aRunThatWasAdmittedAMomentBeforeTheSwitchIsStoppedAsItBegins() {
		switchOff("assistant");
		try (Watch _ = this.killSwitch.watch(context("assistant"), this.cancellation)) {
			assertStopped();
		}
	}

	@Test
	void otherAgentsGoOn() {
		try (Watch _ = this.killSwitch.watch(context("analyst"), this.cancellation)) {
			switchOff("assistant");
			assertThatNoException().isThrownBy(this.cancellation::check);
		}
	}

	@Test
	void aRunThatIsOverIsLeftAlone() {
		this.killSwitch.watch(context("assistant"), this.cancellation).close();
		switchOff("assistant");
		assertThatNoException().isThrownBy(this.cancellation::check);
	}

	@Test
	void aNewRunIsRefused() {
		assertThatNoException()
			.isThrownBy(() -> KillSwitch.demandEnabled(this.replica.flags().resolve(context("assistant"))));
		switchOff("assistant");
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> KillSwitch.demandEnabled(this.replica.flags().resolve(context("assistant"))))
			.satisfies((problem) -> {
				assertThat(problem.code()).isEqualTo(ProblemCode.AGENT_DISABLED);
				assertThat(problem.code().isFailure()).isFalse();
			});
	}

	private void assertStopped() {
		assertThatExceptionOfType(RunCancelledException.class).isThrownBy(this.cancellation::check)
			.satisfies((stopped) -> assertThat(stopped.reason()).isEqualTo(Cancellation.Reason.AGENT_DISABLED));
	}

	private void switchOff(String agent) {
		FlagRule off = new FlagRule(Set.of(), Set.of(), Set.of(agent), FlagRule.EVERYBODY, "false");
		this.replica.override(BuiltInFlag.AGENT_ENABLED, new FlagSetting(Map.of(), "true", List.of(off)));
	}

	private static FlagContext context(String agent) {
		return new FlagContext(FlagReplica.ADA.tenant(), FlagReplica.ADA.user(), agent);
	}

}
