package dev.agentservice.rollout.control;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

import dev.agentservice.rollout.control.Phase.ExitStatus;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A canary without traffic keeps its replicas while it has runs in flight; and what is
 * heard of a rollout.
 */
@BesideOthers
class DrainingTests {

	private final Trial trial = new Trial();

	private final FakeCluster cluster = this.trial.cluster;

	/** Asked from 15 s on, when the gateway has stopped to send it new ones. */
	@ParameterizedTest
	@CsvSource({ "0, 15, 50", "100, 115, 150", "100000, 300, 335" })
	void theCanaryStaysAsLongAsItHasRunsButNotForEver(long runsEnd, long atLeast, long atMost)
			throws InterruptedException {
		this.trial.evidence.failsAt = 1;
		this.trial.evidence.inFlight = (seconds) -> OptionalLong.of((seconds < runsEnd) ? 3 : 0);
		assertThat(this.trial.start()).isEqualTo(ExitStatus.ROLLED_BACK);
		assertThat(drained()).isBetween(atLeast, atMost);
	}

	@Test
	void whereNobodyCountsThemItStaysForAMinute() throws InterruptedException {
		this.trial.evidence.failsAt = 1;
		this.trial.start();
		assertThat(drained()).isBetween(60L, 90L);
	}

	@Test
	void aPromotionWaitsForThemToo() throws InterruptedException {
		this.trial.evidence.inFlight = (seconds) -> OptionalLong.of((seconds < 150) ? 1 : 0);
		assertThat(this.trial.start()).isEqualTo(ExitStatus.PROMOTED);
		assertThat(this.cluster.changes).containsSubsequence("weights 100 0", "deployment/agent-service-canary 0",
				"deployment/agent-service good 1.1.0");
		assertThat(drained()).isBetween(165L, 200L);
	}

	@Test
	void eachPhaseIsHeardOfOnce() throws InterruptedException {
		this.trial.evidence.inconclusiveStep = 1;
		this.trial.start();
		assertThat(this.trial.heard).containsExactly(Phase.PREPARING, Phase.STEPPING, Phase.HELD, Phase.ROLLING_BACK,
				Phase.ROLLED_BACK);
		assertThat(this.trial.wanted).containsExactly(0, 10, 50);
	}

	@Test
	void eachWarningNamesARunbook() throws InterruptedException {
		this.trial.evidence.inconclusiveStep = 1;
		this.trial.start();
		List<JsonNode> warnings = this.cluster.events.stream()
			.filter((event) -> event.path("type").asString().equals("Warning"))
			.toList();
		assertThat(warnings).extracting((event) -> event.path("reason").asString())
			.contains("RolloutHeld", "RolloutRollingback");
		assertThat(warnings).allSatisfy((event) -> {
			String runbook = "docs/runbooks/" + event.path("reason").asString() + ".md";
			assertThat(event.path("message").asString()).endsWith("(" + runbook + ")");
			assertThat(Path.of(runbook)).exists();
		});
	}

	/** From the last weight to the end, which comes once the canary has no replica. */
	private long drained() {
		return this.cluster.state().since() - this.cluster.state().timeline().getLast().time();
	}

}
