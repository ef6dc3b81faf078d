package dev.agentservice.rollout.control;

import java.time.Instant;

import dev.agentservice.rollout.control.Phase.ExitStatus;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replicas that die before Prometheus has scraped them: Kubernetes counts them.
 */
@BesideOthers
class CrashingCanaryTests {

	private static final String PODS = "pods/--selector=app.kubernetes.io/name=agent-service,track=";

	private final Trial trial = new Trial();

	private final FakeCluster cluster = this.trial.cluster;

	@Test
	void oneThatIsRestartedAgainAndAgainGoesBackWhateverTheJudgeHasSeen() throws InterruptedException {
		this.trial.after(45, () -> {
			crash("canary", 1, 1);
			this.trial.after(8, () -> crash("canary", 2, 9));
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.state().reason())
			.contains("crashes: Kubernetes has restarted the canary 2 times within 15 min");
		assertThat(this.cluster.weights).containsExactly("90 10", "100 0");
	}

	@Test
	void restartsBeforeTheFirstLookCountIfTheReplicaIsNew() throws InterruptedException {
		this.trial.after(45, () -> crash("canary", 3, 1));
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.state().reason()).contains("3 times");
	}

	@Test
	void ofAReplicaFromBeforeOnlyTheLastRestartIsKnownToBeNew() throws InterruptedException {
		this.trial.after(45, () -> {
			crash("canary", 7, 5000);
			this.trial.after(8, this::recover);
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
	}

	@Test
	void stableThatIsRestartedAsOftenExcusesIt() throws InterruptedException {
		this.trial.after(45, () -> {
			crash("canary", 2, 1);
			crash("stable", 2, 1);
			this.trial.after(8, this::recover);
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
	}

	@Test
	void whatCannotBeLookedAtConvictsNobody() throws InterruptedException {
		this.trial.after(45, () -> {
			crash("canary", 2, 1);
			this.cluster.forbidden.add("get " + PODS + "canary");
			this.trial.after(8, this::recover);
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
	}

	/** The present process has just died; the container is not ready. */
	private void crash(String track, int times, int age) {
		Instant now = this.trial.now();
		this.cluster.broken = "deployment/agent-service-canary";
		this.cluster.put(PODS + track, """
				{"kind": "List", "items": [
				 {"metadata": {"name": "%s-1", "creationTimestamp": "%s"}, "status": {"containerStatuses": [
				  {"restartCount": %d, "lastState": {"terminated": {"finishedAt": "%s", "exitCode": 137}}}]}},
				 {"metadata": {"name": "%s-2"}, "status": {}}]}""".formatted(track, now.minusSeconds(age), times, now,
				track));
	}

	private void recover() {
		this.cluster.broken = "";
	}

}
