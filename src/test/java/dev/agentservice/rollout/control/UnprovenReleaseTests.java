package dev.agentservice.rollout.control;

import dev.agentservice.rollout.control.Phase.ExitStatus;
import dev.agentservice.rollout.policy.PolicyReader;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A release that nothing was shown of goes no further: without data, after foreign
 * changes, by orders that were meant for something else.
 */
@BesideOthers
class UnprovenReleaseTests {

	private final Trial trial = new Trial();

	private final FakeCluster cluster = this.trial.cluster;

	@Test
	void aStepThatTheJudgeDoesNotPassIsNotPassed() throws InterruptedException {
		this.trial.evidence.silent = true;
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.weights).containsExactly("90 10", "100 0");
		assertThat(this.trial.log).anyMatch((line) -> line.contains("the end of the step was not judged"));
	}

	@Test
	void theStepAfterAShortOneEndsWhereTheJudgeEndsIt() throws InterruptedException {
		this.trial.after(18, () -> this.trial.order("promote"));
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
		assertThat(this.cluster.state().timeline().get(1).time() - this.cluster.state().timeline().get(0).time())
			.isLessThan(50);
		assertThat(this.trial.log).noneMatch((line) -> line.contains("not judged"));
	}

	@Test
	void aWatchWithoutDataIsNoProof() throws InterruptedException {
		this.trial.after(160, () -> {
			this.trial.evidence.unavailable = true;
			this.trial.after(1200, () -> {
				assertThat(this.cluster.state().phase()).isEqualTo(Phase.WATCHING);
				assertThat(this.cluster.summary()).contains("good ,");
				this.trial.evidence.unavailable = false;
			});
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
		assertThat(this.trial.log).anyMatch((line) -> line.contains("watched anew"))
			.anyMatch((line) -> line.contains("is not promoted until it is"));
	}

	@Test
	void aWatchWithoutDataIsTakenBackIfThePolicySaysSo() throws InterruptedException {
		this.trial.policy = PolicyReader.parse("""
				version: 1
				settle: 5s
				steps: [{weight: 10, hold: 30s}]
				error: {grace: 20s, then: rollback}
				""");
		this.trial.after(140, () -> this.trial.evidence.unavailable = true);
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.summary()).contains("of 1.0.0, minimum");
	}

	@Test
	void anotherReleaseThatComesDuringTheWatchIsNotMarkedGood() throws InterruptedException {
		this.trial.after(160, () -> {
			this.cluster.release("agent-service", "1.2.0");
			this.trial.after(600, () -> {
				assertThat(this.cluster.summary()).contains("of 1.2.0").contains("good ,");
				assertThat(this.cluster.state().phase()).isEqualTo(Phase.WATCHING);
				this.cluster.release("agent-service", "1.1.0");
			});
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
	}

	@Test
	void theSameVersionOfAnotherImageIsAnotherRelease() throws InterruptedException {
		this.trial.after(35, () -> {
			this.cluster.release("agent-service-canary", "1.2.0");
			this.cluster.spec("deployment/agent-service-canary")
				.withObject("/template/metadata/labels")
				.put("app.kubernetes.io/version", "1.1.0");
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.weights).containsExactly("90 10", "100 0");
		assertThat(this.trial.log).anyMatch((line) -> line.contains("a track has another release"));
	}

	@Test
	void anotherReleaseOnTheCanaryGetsNoTraffic() throws InterruptedException {
		this.trial.after(5, () -> this.cluster.release("agent-service-canary", "1.2.0"));
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.weights).isEmpty();
	}

	@Test
	void clientsThatArePinnedMeanwhileAreNoticedBeforeTheFirstWeight() throws InterruptedException {
		this.trial.after(5, () -> this.cluster.rule().putObject("sessionPersistence"));
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.weights).isEmpty();
	}

	@Test
	void stablesMinimumIsWhatItHasJustBeforeTheFirstWeight() throws InterruptedException {
		this.trial.after(5, () -> this.cluster.spec("deployment/agent-service").put("replicas", 5));
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
		assertThat(this.cluster.changes).containsSubsequence("hpa/agent-service 3", "hpa/agent-service 5",
				"weights 90 10");
	}

	@Test
	void anErrorOfTheJudgeHasTheSameGraceAsOneOfPrometheus() throws InterruptedException {
		this.trial.after(45, () -> {
			this.trial.evidence.error = "gaps";
			this.trial.after(16, () -> {
				assertThat(this.cluster.state().phase()).isEqualTo(Phase.STEPPING);
				assertThat(this.cluster.state().errorSince()).isPositive();
				this.trial.evidence.error = null;
			});
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
		assertThat(this.cluster.state().errorSince()).isZero();
		assertThat(this.trial.log).noneMatch((line) -> line.contains("\"held\""));
	}

	@Test
	void anErrorThatLastsIsHeld() throws InterruptedException {
		this.trial.evidence.error = "gaps";
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.trial.log).anyMatch((line) -> line.contains("cannot be measured: gaps"));
	}

	@Test
	void whatWasGrantedIsLostWithTheEvidence() throws InterruptedException {
		this.trial.after(40, () -> {
			this.trial.order("promote");
			this.cluster.stuck = "deployment/agent-service-canary";
			this.trial.evidence.unavailable = true;
			this.trial.after(45, () -> {
				assertThat(this.cluster.state().phase()).isEqualTo(Phase.HELD);
				assertThat(this.cluster.state().granted()).isNegative();
				this.trial.order("resume");
			});
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.weights).containsExactly("90 10", "100 0");
	}

	@Test
	void aComparisonIsDisregardedForOneStepOnly() throws InterruptedException {
		this.trial.evidence.failsAtWeight = 50;
		this.trial.after(40, () -> this.trial
			.order(new Order("o-1", "promote", "ada", "known", true, "r-1", this.cluster.state().step())));
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.weights).containsExactly("90 10", "50 50", "100 0");
	}

	@Test
	void aLimitIsNeverDisregarded() throws InterruptedException {
		this.trial.evidence.failure = "2 restarts of the canary";
		this.trial.after(40, () -> {
			this.cluster.stuck = "deployment/agent-service-canary";
			this.trial.evidence.failsAt = 1;
			this.trial.order(new Order("o-1", "promote", "ada", "known", true, "r-1", this.cluster.state().step()));
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.state().reason()).contains("restarts");
	}

	@Test
	void anOrderForAnotherStepOrAnotherRolloutIsRefused() throws InterruptedException {
		this.trial.after(25, () -> {
			this.trial.order(new Order("o-1", "promote", "ada", "", false, "r-1", 1));
			this.trial.after(5, () -> {
				assertThat(this.cluster.state().answer()).contains("given for step 2, and this is step 1");
				this.trial.order(new Order("o-2", "abort", "ada", "", false, "r-0", 0));
			});
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
		assertThat(this.cluster.state().answer()).contains("given to another rollout");
	}

	@Test
	void aHoldThatHoldsNothingSaysSo() throws InterruptedException {
		this.trial.after(5, () -> this.trial.order("hold"));
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
		assertThat(this.cluster.state().answer()).contains("hold was refused", "PREPARING");
	}

	@Test
	void anOrderThatIsOlderThanTheRolloutIsNotObeyed() throws InterruptedException {
		this.trial.start();
		this.trial.order("abort");
		this.cluster.release("agent-service-canary", "1.2.0");
		this.trial.pass(60);
		assertThat(this.trial.controller().start(new Start("r-2", "sha", "ada", "next", false)))
			.isEqualTo(ExitStatus.PROMOTED);
	}

	@Test
	void anotherPolicyResumesNothingButMayAbort() throws InterruptedException {
		interrupted();
		assertThatIllegalStateException().isThrownBy(() -> this.trial.controller().resume("other"))
			.withMessageContaining("another policy");
		this.trial.order("abort");
		assertThat(this.trial.controller().resume("other")).isEqualTo(ExitStatus.ABORTED);
	}

	@Test
	void aPolicyWithFewerStepsDoesNotKeepAWayBackFromBeingResumed() throws InterruptedException {
		interrupted();
		this.trial.policy = PolicyReader.parse("version: 1\nsettle: 5s\nsteps: [{weight: 10, hold: 30s}]");
		this.trial.order("abort");
		assertThat(this.trial.controller().resume("other")).isEqualTo(ExitStatus.ABORTED);
	}

	private void interrupted() throws InterruptedException {
		this.trial.after(90, () -> {
			throw new Trial.Killed();
		});
		try {
			this.trial.start();
		}
		catch (Trial.Killed _) {
			assertThat(this.cluster.state().step()).isOne();
		}
		this.trial.pass(31);
	}

	@Test
	void aLookThatBreaksIsRepeated() throws InterruptedException {
		this.trial.evidence.breaks = true;
		this.trial.after(30, () -> this.trial.evidence.breaks = false);
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
		assertThat(this.trial.log).anyMatch((line) -> line.contains("this look failed"));
	}

	@Test
	void aJudgeThatBreaksIsNoPassAndNoEnd() throws InterruptedException {
		this.trial.after(40, () -> this.trial.evidence.breaks = true);
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.trial.log).anyMatch((line) -> line.contains("cannot be measured: the judge failed"));
	}

	@Test
	void aReportThatCannotBeWrittenKeepsNoReleaseInTraffic() throws InterruptedException {
		this.trial.evidence.unreported = true;
		this.trial.evidence.failsAt = 1;
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.state().reason()).contains("errors: worse than stable");
	}

	@Test
	void aGatewayThatTakesNoWeightIsAnError() throws InterruptedException {
		this.trial.policy = PolicyReader.parse("""
				version: 1
				steps: [{weight: 10, hold: 90s}]
				error: {grace: 20s}
				held_for: 2m
				""");
		this.trial.after(5, () -> {
			this.cluster.gatewayGone = true;
			this.trial.after(300, () -> this.cluster.gatewayGone = false);
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.trial.log).anyMatch((line) -> line.contains("no gateway says that it has taken the route"));
	}

	@Test
	void aRouteThatNoGatewayHasTakenIsRefused() {
		this.cluster.gatewayGone = true;
		((ObjectNode) this.cluster.object("httproute/agent-service").at("/status/parents/0/conditions/0"))
			.remove("observedGeneration");
		assertThatIllegalStateException().isThrownBy(this.trial::start).withMessageContaining("no gateway says");
	}

}
