package dev.agentservice.rollout.control;

import dev.agentservice.rollout.control.Phase.ExitStatus;
import dev.agentservice.rollout.policy.PolicyReader;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@BesideOthers
class RefusedRolloutTests {

	private final Trial trial = new Trial();

	private final FakeCluster cluster = this.trial.cluster;

	@Test
	void aRolloutIsRefusedForEachReason() {
		this.cluster.refs().addObject().put("name", "third");
		refused("no rule of the route has exactly");
		this.cluster.refs().remove(2);
		this.cluster.rule().putObject("sessionPersistence");
		refused("sessionPersistence");
		this.cluster.rule().remove("sessionPersistence");
		((ObjectNode) this.cluster.refs().get(1)).putArray("filters").addObject().put("type", "x");
		refused("filters");
		((ObjectNode) this.cluster.refs().get(1)).remove("filters");
		((ObjectNode) this.cluster.refs().get(1)).put("weight", 5);
		refused("the weights are 100 and 5");
		((ObjectNode) this.cluster.refs().get(1)).put("weight", 0);
		readable("agent-service", "");
		refused("does not say what it reads");
		readable("agent-service", "1");
		refused("stored state has a version above 1");
		this.cluster.written = 1;
		refused("the canary can write version 2");
		assertThat(this.cluster.changes).isEmpty();
	}

	@Test
	void aRouteThatPinsClientsMayBeAccepted() throws InterruptedException {
		this.cluster.rule().putObject("sessionPersistence");
		this.trial.policy = PolicyReader.parse(
				"version: 1\nsettle: 5s\nsteps: [{weight: 10, hold: 30s}]\nafter_promotion: {watch: 1s}\nsticky: accepted");
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
	}

	@Test
	void anotherReleaseIsRefusedWhileOneIsRolledOut() throws InterruptedException {
		this.trial.at = 60;
		this.trial.fault = Trial.Fault.KILLED_AFTER;
		assertKilled();
		this.cluster.spec("deployment/agent-service-canary")
			.withObject("/template/metadata/labels")
			.put("app.kubernetes.io/version", "1.2.0");
		this.trial.pass(31);
		assertThatIllegalStateException()
			.isThrownBy(() -> this.trial.controller().start(new Start("r-2", "sha", "ada", "", false)))
			.withMessageContaining("1.1.0 is being rolled out");
	}

	@Test
	void aSecondControllerIsRefusedAsLongAsTheFirstLives() throws InterruptedException {
		this.trial.at = 60;
		this.trial.fault = Trial.Fault.KILLED_AFTER;
		assertKilled();
		assertThat(this.trial.resume()).isEqualTo(ExitStatus.ANOTHER_CONTROLLER);
		this.trial.pass(31);
		assertThat(this.trial.resume()).isEqualTo(ExitStatus.PROMOTED);
	}

	@Test
	void aControllerThatWasReplacedChangesNothingMore() throws InterruptedException {
		int[] second = { -1 };
		this.trial.after(40, () -> {
			this.trial.pass(31);
			try {
				second[0] = this.trial.resume();
			}
			catch (InterruptedException _) {
				Thread.currentThread().interrupt();
			}
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ANOTHER_CONTROLLER);
		assertThat(second[0]).isEqualTo(ExitStatus.PROMOTED);
		assertThat(this.cluster.weights).containsExactly("90 10", "50 50", "100 0");
	}

	private void assertKilled() throws InterruptedException {
		try {
			this.trial.start();
			throw new AssertionError("it was not killed");
		}
		catch (Trial.Killed _) {
			this.trial.fault = Trial.Fault.NONE;
		}
	}

	private void readable(String deployment, String version) {
		this.cluster.spec("deployment/" + deployment)
			.withObject("/template/metadata/annotations")
			.put("agent-service/state-readable", version);
	}

	private void refused(String reason) {
		assertThatIllegalStateException().isThrownBy(this.trial::start).withMessageContaining(reason);
	}

}
