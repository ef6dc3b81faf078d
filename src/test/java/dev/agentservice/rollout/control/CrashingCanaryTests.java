package dev.agentservice.rollout.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.agentservice.rollout.cluster.Kubectl;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.control.Phase.ExitStatus;
import dev.agentservice.rollout.judge.Verdict.Outcome;
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
		assertThat(this.cluster.state().reason()).contains(
				"crashes: Kubernetes has restarted the canary 2 times within 15 min (canary-1: OOMKilled, exit code 137)");
		assertThat(this.cluster.weights).containsExactly("90 10", "100 0");
		assertThat(this.trial.evidence.decided).last().satisfies((verdict) -> {
			assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
			assertThat(verdict.reason()).contains("canary-1: OOMKilled");
		});
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

	/** Replicas come before the weight: what they have counted then is the base line. */
	@Test
	void restartsBetweenTwoLooksCountAlsoOfAReplicaThatIsOlderThanTheWeight() throws InterruptedException {
		pods("canary", 0, 600);
		this.trial.after(45, () -> crash("canary", 2, 600));
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.state().reason()).contains("2 times");
	}

	@Test
	void stableThatIsRestartedAsOftenExcusesIt() throws InterruptedException {
		pods("canary", 0, 10);
		pods("stable", 4, 90_000);
		this.trial.after(45, () -> {
			crash("canary", 2, 55);
			crash("stable", 6, 90_000);
			this.trial.after(8, this::recover);
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
	}

	@Test
	void restartsOfStableFromBeforeTheWeightExcuseNothing() throws InterruptedException {
		pods("canary", 0, 10);
		pods("stable", 4, 90_000);
		this.trial.after(45, () -> {
			crash("canary", 2, 55);
			crash("stable", 5, 90_000);
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
	}

	@Test
	void whatCannotBeLookedAtConvictsNobodyAndIsSaidOnce() throws InterruptedException {
		this.trial.after(45, () -> {
			crash("canary", 2, 1);
			this.cluster.forbidden.add("get " + PODS + "canary");
			this.trial.after(8, this::recover);
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
		assertThat(this.trial.log).filteredOn((line) -> line.startsWith("restarts cannot be counted: "))
			.hasSizeBetween(1, 2);
	}

	@Test
	void peopleHearOfACanaryThatCrashesWhereStableCannotBeLookedAt() throws InterruptedException {
		this.cluster.forbidden.add("get " + PODS + "stable");
		this.trial.after(45, () -> {
			crash("canary", 2, 1);
			this.trial.after(70, this::recover);
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
		assertThat(this.cluster.events).extracting((event) -> event.path("message").asString())
			.anyMatch((message) -> message.contains("and how often stable is restarted cannot be read"));
	}

	@Test
	void aReleaseThatCrashesOnceItHasEverythingGoesBack() throws InterruptedException {
		this.trial.after(175, () -> {
			assertThat(this.cluster.state().phase()).isEqualTo(Phase.WATCHING);
			crash("stable", 2, 1);
			recover();
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(this.cluster.state().reason())
			.isEqualTo("crashes: Kubernetes has restarted replicas of 1.1.0 2 times within 15 min");
	}

	/** Each attempt asks a replica what is stored, and takes its time. */
	@Test
	void aWayBackThatIsRefusedIsTriedOnceAMinute() throws InterruptedException {
		this.trial.forceState = true;
		this.cluster.spec("deployment/agent-service")
			.withObject("/template/metadata/annotations")
			.put("agent-service/state-readable", "1");
		List<Instant> asked = new ArrayList<>();
		this.trial.kubectl = counting(asked);
		this.trial.after(45, () -> {
			crash("canary", 2, 1);
			this.trial.after(150, () -> this.cluster.written = 1);
		});
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(asked).hasSizeBetween(3, 5);
	}

	private Kubectl counting(List<Instant> asked) {
		return new Kubectl() {
			@Override
			public String run(List<String> arguments, String in) throws KubectlException {
				return CrashingCanaryTests.this.cluster.run(arguments, in);
			}

			@Override
			public String fetch(String namespace, String target, int port, String path) throws KubectlException {
				asked.add(CrashingCanaryTests.this.trial.now());
				return CrashingCanaryTests.this.cluster.fetch(namespace, target, port, path);
			}
		};
	}

	/** The present process has just died; the container is not ready. */
	private void crash(String track, int times, int age) {
		this.cluster.broken = "deployment/agent-service-canary";
		put(track, times, age, this.trial.now());
	}

	/** Replicas that were last restarted long ago. */
	private void pods(String track, int times, int age) {
		put(track, times, age, this.trial.now().minusSeconds(80_000));
	}

	private void put(String track, int times, int age, Instant died) {
		this.cluster.put(PODS + track,
				"""
						{"kind": "List", "items": [
						 {"metadata": {"name": "%s-1", "creationTimestamp": "%s",
						   "labels": {"app.kubernetes.io/version": "1.1.0"}}, "status": {"containerStatuses": [
						  {"restartCount": %d, "lastState": {"terminated": {"finishedAt": "%s", "reason": "OOMKilled", "exitCode": 137}}}]}},
						 {"metadata": {"name": "%s-2"}, "status": {}}]}"""
					.formatted(track, this.trial.now().minusSeconds(age), times, died, track));
	}

	private void recover() {
		this.cluster.broken = "";
	}

}
