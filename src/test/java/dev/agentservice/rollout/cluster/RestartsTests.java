package dev.agentservice.rollout.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class RestartsTests {

	private static final Instant START = Instant.ofEpochSecond(1_800_000_000);

	private final Restarts restarts = new Restarts("canary", Duration.ofMinutes(15));

	private String pods = "";

	private final Cluster cluster = new Cluster(new Kubectl() {
		@Override
		public String run(List<String> arguments, String in) {
			return RestartsTests.this.pods;
		}

		@Override
		public String fetch(String namespace, String target, int port, String path) {
			return "";
		}
	}, "agents");

	@Test
	void aRestartThatNobodyLookedAtIsNotDatedToALaterOne() throws KubectlException {
		assertThat(look(0, 0, 0)).isZero();
		assertThat(look(2, 2500, 2510)).isOne();
		assertThat(look(3, 2530, 2540)).isEqualTo(2);
		assertThat(look(3, 2530, 3600)).isZero();
	}

	@Test
	void restartsBetweenTwoLooksOfTheWindowAllCount() throws KubectlException {
		assertThat(look(1, -500, 0)).isZero();
		assertThat(look(4, 50, 60)).isEqualTo(3);
		assertThat(this.restarts.words()).isEqualTo("p: Error, exit code 1");
	}

	@Test
	void replicasOfAnotherReleaseDoNotCount() throws KubectlException {
		look(0, 0, 0);
		put(2, 10);
		assertThat(this.restarts.look(this.cluster, "1.0.0", START, START.plusSeconds(20))).isZero();
		assertThat(this.restarts.look(this.cluster, "1.1.0", START, START.plusSeconds(20))).isEqualTo(2);
	}

	private int look(int count, int died, int now) throws KubectlException {
		put(count, died);
		return this.restarts.look(this.cluster, "", START, START.plusSeconds(now));
	}

	private void put(int count, int died) {
		this.pods = """
				{"items": [{"metadata": {"name": "p", "creationTimestamp": "%s",
				  "labels": {"app.kubernetes.io/version": "1.1.0"}},
				 "status": {"containerStatuses": [{"restartCount": %d, "lastState": {"terminated":
				  {"finishedAt": "%s", "reason": "Error", "exitCode": 1}}}]}}]}""".formatted(START.minusSeconds(60),
				count, START.plusSeconds(died));
	}

}
