package dev.agentservice.rollout.control;

import dev.agentservice.rollout.control.Phase.ExitStatus;
import dev.agentservice.rollout.control.Trial.Fault;
import dev.agentservice.rollout.policy.PolicyReader;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A way back when other things fail, too: it needs the route only.
 */
@BesideOthers
class WayBackTests {

	private final Trial trial = new Trial();

	private final FakeCluster cluster = this.trial.cluster;

	@Test
	void backendsThatSomebodySwapsAreFoundByTheirNames() throws InterruptedException {
		this.trial.evidence.failsAt = 2;
		this.trial.after(45, () -> {
			ArrayNode refs = this.cluster.refs();
			refs.add(refs.remove(0));
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.refs().toString()).contains("\"agent-service\",\"port\":8080,\"weight\":100",
				"\"agent-service-canary\",\"port\":8080,\"weight\":0");
		assertThat(this.cluster.state().timeline()).hasSizeLessThan(5);
	}

	@Test
	void aThirdBackendKeepsItsWeight() throws InterruptedException {
		this.trial.evidence.failsAt = 2;
		this.trial.after(45, () -> this.cluster.refs().addObject().put("name", "third").put("weight", 7));
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.refs().toString()).contains("{\"name\":\"third\",\"weight\":7}");
		assertThat(this.cluster.weightsNow()).isEqualTo("100 0");
	}

	@Test
	void aRuleThatIsPutBeforeOursIsNotWritten() throws InterruptedException {
		this.trial.evidence.failsAt = 2;
		this.trial.after(45,
				() -> ((ArrayNode) this.cluster.spec("httproute/agent-service").path("rules")).insertObject(1)
					.putArray("backendRefs")
					.addObject()
					.put("name", "status-page"));
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.spec("httproute/agent-service").at("/rules/1").toString())
			.isEqualTo("{\"backendRefs\":[{\"name\":\"status-page\"}]}");
		assertThat(this.cluster.spec("httproute/agent-service").at("/rules/2/backendRefs/1/weight").asInt()).isZero();
	}

	@Test
	void aRuleWithTheCanaryAloneIsLeftToPeople() throws InterruptedException {
		this.trial.evidence.failsAt = 2;
		this.trial.after(45, () -> {
			this.cluster.refs().remove(0);
			this.trial.after(600, () -> ((ObjectNode) this.cluster.refs().get(0)).put("name", "agent-service"));
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.trial.log).anyMatch((line) -> line.contains("has no stable backend"));
		assertThat(this.cluster.state().timeline()).hasSizeLessThan(5);
	}

	@Test
	void weightsGoBackAlthoughStableCannotBeChanged() throws InterruptedException {
		this.trial.policy = PolicyReader.parse("version: 1\nsettle: 5s\nsteps: [{weight: 50, hold: 30s}]");
		this.trial.after(70, () -> {
			assertThat(this.cluster.release("agent-service")).isEqualTo("1.1.0");
			assertThat(this.cluster.state().phase()).isEqualTo(Phase.PROMOTING);
			this.trial.evidence.beyond = "errors";
			this.cluster.forbidden.add("patch deployment/agent-service");
			this.trial.after(1800, this.cluster.forbidden::clear);
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.weights).containsExactly("50 50", "100 0");
		assertThat(this.cluster.summary()).contains(" of 1.0.0, minimum");
	}

	@Test
	void weightsGoBackAlthoughNoDeploymentCanBeRead() throws InterruptedException {
		this.trial.evidence.failsAt = 2;
		this.trial.after(45, () -> {
			this.cluster.forbidden.add("get deployment/agent-service");
			this.cluster.forbidden.add("get deployment/agent-service-canary");
			this.cluster.forbidden.add("get hpa/agent-service");
			this.trial.after(1800, this.cluster.forbidden::clear);
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.weights.getLast()).isEqualTo("100 0");
	}

	@Test
	void aCanaryThatCannotBeScaledIsJudgedAllTheSame() throws InterruptedException {
		this.trial.policy = PolicyReader.parse("version: 1\nsettle: 5s\nsteps: [{weight: 30, hold: 60m}]");
		this.trial.evidence.failsAt = 80;
		this.trial.after(45, () -> {
			this.cluster.spec("deployment/agent-service").put("replicas", 6);
			this.cluster.forbidden.add("patch deployment/agent-service-canary");
			this.trial.after(1400, this.cluster.forbidden::clear);
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.state().reason()).contains("errors: worse than stable");
	}

	@Test
	void aCanaryThatIsDeletedGetsNothingMore() throws InterruptedException {
		this.trial.after(45, () -> this.cluster.objects.remove("deployment/agent-service-canary"));
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.state().reason()).contains("the canary's Deployment is gone");
		assertThat(this.cluster.weights).containsExactly("90 10", "100 0");
	}

	@Test
	void anAutoscalerThatCannotBeReadDelaysOnlyTheCapacity() throws InterruptedException {
		this.trial.evidence.failsAt = 2;
		this.trial.after(45, () -> {
			this.cluster.forbidden.add("get hpa/agent-service");
			this.trial.after(400, this.cluster.forbidden::clear);
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.weights.getLast()).isEqualTo("100 0");
	}

	@Test
	void theEndIsNotReachedWhileTheWorseReleaseServes() throws InterruptedException {
		this.trial.after(220, () -> {
			this.trial.evidence.beyond = "errors";
			this.cluster.stuck = "deployment/agent-service";
			this.trial.after(900, () -> {
				assertThat(this.cluster.state().phase()).isEqualTo(Phase.ROLLING_BACK);
				this.cluster.stuck = "";
			});
		});
		this.trial.policy = PolicyReader.parse("version: 1\nsettle: 5s\nsteps: [{weight: 10, hold: 30s}]");
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.summary()).contains("stable 3 of 1.0.0");
		assertThat(this.trial.log).anyMatch((line) -> line.contains("stable does not get the old release ready"));
	}

	@Test
	void aGatewayThatHasNotTakenTheWeightsKeepsTheCanaryUp() throws InterruptedException {
		this.trial.evidence.failsAt = 2;
		this.trial.after(45, () -> {
			this.cluster.gatewayGone = true;
			this.trial.after(900, () -> {
				assertThat(this.cluster.spec("deployment/agent-service-canary").path("replicas").asInt()).isOne();
				this.cluster.gatewayGone = false;
			});
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.trial.log).anyMatch((line) -> line.contains("the gateway has not taken the weights"));
		assertThat(this.cluster.summary()).contains("canary 0 of");
	}

	@Test
	void aRollbackNeverRaisesTheCanarysShare() throws InterruptedException {
		this.cluster.objects.remove("hpa/agent-service");
		this.trial.policy = PolicyReader.parse("version: 1\nsettle: 5s\nsteps: [{weight: 90, hold: 60s}]");
		this.trial.evidence.failsAt = 2;
		this.trial.after(50, () -> {
			((ObjectNode) this.cluster.refs().get(0)).put("weight", 900);
			((ObjectNode) this.cluster.refs().get(1)).put("weight", 100);
			this.cluster.stuck = "deployment/agent-service";
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.weights).containsExactly("10 90", "100 0");
	}

	@Test
	void aPromotionThatArrivesAfterTheRollbackIsRefused() throws InterruptedException {
		int call = callOf("deployment/agent-service release");
		this.trial.givenUp = () -> this.trial.evidence.beyond = "errors";
		this.trial.at = call;
		this.trial.fault = Fault.STRAY;
		this.trial.lateness = 100_000;
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		this.trial.arrive();
		assertThat(this.trial.log.getLast()).startsWith("refused late");
		assertThat(this.cluster.release("agent-service")).isEqualTo("1.0.0");
	}

	@Test
	void anEmptyingThatArrivesInTheNextRolloutIsRefused() throws InterruptedException {
		int call = callOf("deployment/agent-service-canary 0");
		this.trial.at = call;
		this.trial.fault = Fault.STRAY;
		this.trial.lateness = 100_000;
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
		this.cluster.release("agent-service-canary", "1.2.0");
		this.trial.pass(31);
		int[] canary = new int[1];
		this.trial.after(80, () -> {
			this.trial.arrive();
			canary[0] = this.cluster.spec("deployment/agent-service-canary").path("replicas").asInt();
		});
		Start next = new Start("r-2", "sha", "ada", "next", false);
		assertThat(this.trial.controller().start(next)).isEqualTo(ExitStatus.PROMOTED);
		assertThat(canary[0]).isPositive();
		assertThat(this.trial.log).anyMatch((line) -> line.startsWith("refused late"));
	}

	/** The call of an undisturbed rollout that makes a change. */
	private static int callOf(String change) throws InterruptedException {
		Trial undisturbed = new Trial();
		undisturbed.start();
		return undisturbed.callOf(change);
	}

	@Test
	void anOutageDuringAWayBackEndsNoController() throws InterruptedException {
		this.trial.evidence.failsAt = 2;
		this.trial.after(90, () -> {
			assertThat(this.cluster.state().phase()).isEqualTo(Phase.ROLLING_BACK);
			this.cluster.forbidden.add("patch httproute/agent-service");
			this.trial.after(1800, this.cluster.forbidden::clear);
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
	}

	@Test
	void aMachineThatSleptDoesNotGiveUpAtTheFirstFailure() throws InterruptedException {
		this.trial.after(40, () -> {
			this.trial.pass(1300);
			this.trial.failNext = true;
		});
		this.trial.evidence.failsAt = 50;
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
	}

	@Test
	void aRefusedRollbackIsTriedAgainUntilItIsPossible() throws InterruptedException {
		this.cluster.spec("deployment/agent-service")
			.withObject("/template/metadata/annotations")
			.put("agent-service/state-readable", "1");
		this.trial.forceState = true;
		this.trial.evidence.inconclusiveStep = 0;
		this.trial.after(600, () -> this.cluster.written = 1);
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.trial.log).anyMatch((line) -> line.contains("rollback refused"));
	}

	@Test
	void whatIsNotKnownToBeReadableIsNoWayBackUnlessAPersonWantsIt() throws InterruptedException {
		this.cluster.spec("deployment/agent-service")
			.withObject("/template/metadata/annotations")
			.put("agent-service/state-readable", "1");
		this.trial.forceState = true;
		this.cluster.written = -1;
		this.trial.evidence.failsAt = 2;
		this.trial.after(900, () -> {
			assertThat(this.cluster.weightsNow()).isEqualTo("90 10");
			this.trial.order("abort");
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ABORTED);
	}

	@Test
	void aRolloutWithoutTrafficEndsWhateverIsStored() throws InterruptedException {
		this.cluster.spec("deployment/agent-service")
			.withObject("/template/metadata/annotations")
			.put("agent-service/state-readable", "1");
		this.trial.forceState = true;
		this.cluster.broken = "deployment/agent-service-canary";
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
	}

}
