package dev.agentservice.rollout.control;

import dev.agentservice.rollout.control.Phase.ExitStatus;
import dev.agentservice.rollout.policy.PolicyReader;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class ControllerTests {

	private final Trial trial = new Trial();

	private final FakeCluster cluster = this.trial.cluster;

	@Test
	void aGoodReleaseIsWalkedThroughTheStepsAndPromoted() throws InterruptedException {
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
		assertThat(this.cluster.changes).containsExactly("hpa/agent-service 3", "deployment/agent-service-canary 1",
				"weights 90 10", "deployment/agent-service-canary 3", "weights 50 50",
				"deployment/agent-service release", "weights 100 0", "deployment/agent-service-canary 0",
				"deployment/agent-service good 1.1.0", "hpa/agent-service 2");
		assertThat(this.cluster.summary()).isEqualTo(
				"DONE, weights 100 0, canary 0 of 1.1.0, stable 3 of 1.1.0," + " minimum 2, good \"1.1.0\", pin null");
	}

	@Test
	void onlyOurTwoWeightsAndAnnotationsOfTheRouteAreChanged() throws InterruptedException {
		ObjectNode before = this.cluster.object("httproute/agent-service").deepCopy();
		this.trial.start();
		ObjectNode after = this.cluster.object("httproute/agent-service").deepCopy();
		assertThat(after.at("/metadata/annotations/team~1note").asString()).isEqualTo("kept");
		for (ObjectNode route : new ObjectNode[] { before, after }) {
			route.remove("metadata");
			route.remove("status");
			((ObjectNode) route.at("/spec/rules/1/backendRefs/0")).remove("weight");
			((ObjectNode) route.at("/spec/rules/1/backendRefs/1")).remove("weight");
		}
		assertThat((JsonNode) after).isEqualTo(before);
	}

	@Test
	void aWorseReleaseGoesBackTrafficFirst() throws InterruptedException {
		this.trial.evidence.failsAt = 1;
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.changes).containsExactly("hpa/agent-service 3", "deployment/agent-service-canary 1",
				"weights 90 10", "hpa/agent-service 4", "deployment/agent-service 4", "weights 100 0",
				"deployment/agent-service-canary 0", "hpa/agent-service 2");
		assertThat(this.cluster.summary()).startsWith("ROLLED_BACK, weights 100 0, canary 0 of 1.1.0");
		assertThat(this.trial.evidence.decided).isNotEmpty();
	}

	@Test
	void stableGetsAtFirstWhatItsReplicasCanCarry() throws InterruptedException {
		this.trial.policy = PolicyReader.parse("version: 1\nsettle: 5s\nsteps: [{weight: 90, hold: 60s}]");
		this.trial.evidence.failsAt = 2;
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.changes).containsSubsequence("weights 10 90", "hpa/agent-service 6", "weights 50 50",
				"weights 100 0", "deployment/agent-service-canary 0", "hpa/agent-service 2");
	}

	@Test
	void nobodyWaitsForReplicasWhenItHasToBeNow() throws InterruptedException {
		this.trial.policy = PolicyReader.parse("version: 1\nsettle: 5s\nsteps: [{weight: 90, hold: 60s}]");
		this.trial.evidence.failsAt = 2;
		this.trial.now = true;
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.weights).containsExactly("10 90", "100 0");
	}

	@Test
	void replicasThatDoNotComeAreWaitedForThreeMinutesOnly() throws InterruptedException {
		this.trial.policy = PolicyReader.parse("version: 1\nsettle: 5s\nsteps: [{weight: 90, hold: 60s}]");
		this.cluster.objects.remove("hpa/agent-service");
		this.trial.evidence.failsAt = 2;
		this.trial.after(50, () -> this.cluster.stuck = "deployment/agent-service");
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.weights).containsExactly("10 90", "50 50", "100 0");
	}

	@Test
	void aCanaryThatCrashesGoesAtOnce() throws InterruptedException {
		this.trial.evidence.failsAt = 5;
		this.trial.after(75, () -> this.cluster.broken = "deployment/agent-service-canary");
		this.trial.start();
		assertThat(this.cluster.changes).containsSubsequence("weights 50 50", "weights 100 0",
				"deployment/agent-service-canary 0");
		assertThat(this.cluster.changes).doesNotContain("hpa/agent-service 6");
	}

	@Test
	void replicasThatDoNotBecomeReadyGetNoTraffic() throws InterruptedException {
		this.cluster.broken = "deployment/agent-service-canary";
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.weights).isEmpty();
		assertThat(this.cluster.state().reason()).contains("not ready in time: 0 of 1");
	}

	@Test
	void anUndecidedStepIsExtendedOnceThenHeldThenRolledBack() throws InterruptedException {
		this.trial.evidence.inconclusiveStep = 1;
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.state().reason()).isEqualTo("held for 2 min without a decision");
		assertThat(String.join("\n", this.trial.log)).contains("extended: errors: not proven",
				"inconclusive: errors: not proven");
		assertThat(this.cluster.state().extensions()).isOne();
	}

	@Test
	void aFailWhileAPersonIsWaitedForRollsBack() throws InterruptedException {
		this.trial.evidence.inconclusiveStep = 0;
		this.trial.evidence.failsAt = 6;
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.state().reason()).isEqualTo("errors: worse than stable");
	}

	@Test
	void aPersonPromotesAReleaseThatIsHeld() throws InterruptedException {
		this.trial.evidence.inconclusiveStep = 0;
		this.trial.after(130, () -> this.trial.order("promote"));
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
		assertThat(this.cluster.weights).containsExactly("90 10", "50 50", "100 0");
	}

	@Test
	void aPersonHoldsAndResumes() throws InterruptedException {
		this.trial.after(40, () -> {
			this.trial.order("hold");
			this.trial.after(60, () -> this.trial.order("resume"));
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
		assertThat(String.join("\n", this.trial.log)).contains("ordered hold", "ordered resume");
	}

	@Test
	void anOrderIsObeyedOnce() throws InterruptedException {
		this.trial.after(20, () -> this.trial.order("abort"));
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ABORTED);
		this.trial.pass(31);
		Controller next = this.trial.controller();
		assertThat(next.start(new Start("r-2", "sha", "ada", "again", false))).isEqualTo(ExitStatus.PROMOTED);
	}

	@Test
	void aStepThatNeedsAPersonWaitsForOne() throws InterruptedException {
		this.trial.policy = PolicyReader.parse("""
				version: 1
				settle: 5s
				steps: [{weight: 10, hold: 30s, approve: true}]
				after_promotion: {watch: 1s}
				held_for: 5m
				""");
		this.trial.after(200, () -> this.trial.order("promote"));
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
		assertThat(String.join("\n", this.trial.log)).contains("waits for a person");
	}

	@Test
	void whatCannotBeMeasuredIsHeldAndJudgedAnew() throws InterruptedException {
		this.trial.after(30, () -> {
			this.trial.evidence.unavailable = true;
			this.trial.after(80, () -> {
				this.trial.evidence.unavailable = false;
				this.trial.order("resume");
			});
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
		assertThat(String.join("\n", this.trial.log)).contains("cannot be measured: Prometheus cannot be asked");
	}

	@Test
	void weightsThatSomebodyElseChangesAreHeld() throws InterruptedException {
		this.trial.after(30, () -> {
			((ObjectNode) this.cluster.refs().get(0)).put("weight", 0);
			((ObjectNode) this.cluster.refs().get(1)).put("weight", 100);
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(String.join("\n", this.trial.log)).contains("the weights are 0 and 100, and were set to 90 and 10");
		assertThat(this.cluster.weightsNow()).isEqualTo("100 0");
	}

	@Test
	void aReleaseThatSomebodyElseGivesStableIsHeldAndKept() throws InterruptedException {
		this.trial.after(30,
				() -> this.cluster.spec("deployment/agent-service")
					.withObject("/template/metadata/labels")
					.put("app.kubernetes.io/version", "1.0.1"));
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(String.join("\n", this.trial.log)).contains("a track has another release: stable 1.0.1");
		assertThat(this.cluster.summary()).contains("weights 100 0", "of 1.0.1");
	}

	@Test
	void aRouteThatGetsAThirdBackendIsAnErrorAndGoesBackByNames() throws InterruptedException {
		this.trial.after(30, () -> {
			this.cluster.refs().addObject().put("name", "third").put("weight", 7);
			this.trial.after(400, () -> this.cluster.refs().remove(2));
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(String.join("\n", this.trial.log)).contains("no rule of the route has exactly");
		assertThat(this.cluster.weights).containsExactly("90 10", "100 0");
	}

	@Test
	void limitsStillCountOnceAllReplicasRunTheNewRelease() throws InterruptedException {
		this.trial.after(160, () -> this.trial.evidence.beyond = "errors: 40 % of the runs fail");
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.summary()).contains("stable 3 of 1.0.0", "good ,");
		assertThat(this.cluster.weights.getLast()).isEqualTo("100 0");
	}

	@Test
	void aReleaseThatCannotReadWhatIsStoredIsNoWayBack() throws InterruptedException {
		readable("agent-service", "1");
		this.trial.forceState = true;
		this.trial.evidence.failsAt = 1;
		this.trial.after(600, () -> readableAgain());
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(String.join("\n", this.trial.log)).contains("rollback refused: stored state has version 2");
		assertThat(this.cluster.changes).containsSubsequence("weights 90 10", "weights 100 0");
	}

	private void readableAgain() {
		this.cluster.written = 1;
	}

	private void readable(String deployment, String version) {
		this.cluster.spec("deployment/" + deployment)
			.withObject("/template/metadata/annotations")
			.put("agent-service/state-readable", version);
	}

}
