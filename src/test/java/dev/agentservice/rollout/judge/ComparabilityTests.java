package dev.agentservice.rollout.judge;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.rollout.judge.Verdict.Outcome;
import dev.agentservice.rollout.sample.Track;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What only one track counts, and what the tracks count at different times.
 */
@BesideOthers
class ComparabilityTests {

	private static final int CANARY = 3;

	private static final String OTHER = "agent_runs_seconds_count{agent=\"b\",outcome=\"succeeded\"}";

	private static final String OTHER_FAILED = "agent_runs_seconds_count{agent=\"b\",outcome=\"failed\"}";

	private static final String TOOL = "agent_tool_calls_seconds_count{outcome=\"ok\",tool=\"t\"}";

	private static final String TOOL_2 = "agent_tool_calls_seconds_count{outcome=\"ok\",tool=\"u\"}";

	private static final String NOTICE = "agent_notices_total{agent=\"a\",notice=\"answer_truncated\"}";

	private static final String NOTICE_B = "agent_notices_total{agent=\"b\",notice=\"answer_truncated\"}";

	private static final String OTHER_NOTICE_B = "agent_notices_total{agent=\"b\",notice=\"tool_skipped\"}";

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void anAgentThatOnlyTheCanaryCountsIsNotProven(int absent) {
		Verdict verdict = rollout((pod, _, series) -> !series.equals(OTHER) ? same(series)
				: (pod == CANARY) ? 10 : (absent == 1) ? Double.NaN : 0, OTHER)
			.judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.INCONCLUSIVE);
		assertThat(verdict.reason()).contains("errors: agent b is counted on canary only");
	}

	@Test
	void anAgentThatOnlyStableCountsIsNotProven() {
		Verdict verdict = rollout((pod, _, series) -> !series.equals(OTHER) ? same(series) : (pod == CANARY) ? 0 : 10,
				OTHER)
			.judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.INCONCLUSIVE);
		assertThat(verdict.reason()).contains("errors: agent b is counted on stable only");
	}

	@Test
	void anAgentThatIsRareMayBeMissing() {
		Verdict verdict = rollout((pod, block, series) -> !series.equals(OTHER) ? same(series)
				: (pod == CANARY) ? 0 : (block % 24 == 0) ? 1 : 0, OTHER)
			.judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
	}

	@Test
	void anAgentWhoseRunsNoLongerEndIsNotProven() {
		Verdict verdict = rollout(
				(pod, block, series) -> !series.equals(OTHER) ? same(series) : (pod == CANARY && block >= 60) ? 0 : 6,
				OTHER)
			.judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.INCONCLUSIVE);
		assertThat(verdict.reason()).contains("errors: canary has counted nothing of agent b in the last ten minutes");
	}

	@Test
	void aToolThatOnlyOneTrackCallsIsNotProven() {
		Verdict verdict = rollout((pod, _, series) -> series.equals(TOOL) ? 20
				: series.equals(TOOL_2) ? ((pod == CANARY) ? 10 : 0) : same(series), TOOL, TOOL_2)
			.judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.INCONCLUSIVE);
		assertThat(verdict.reason()).contains("tools: tool u is counted on canary only");
	}

	@Test
	void anOutcomeThatIsAbsentBesideOthersIsZero() {
		Verdict verdict = rollout(
				(pod, _, series) -> (pod == CANARY && series.equals(Counted.FAILED)) ? Double.NaN : same(series))
			.judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
	}

	/** The canary has the family, but not of this agent: nothing is known of it. */
	@Test
	void aNoticeThatIsAbsentWithoutOthersOfItsAgentIsUnknown() {
		Verdict verdict = notices(Double.NaN);
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.INCONCLUSIVE);
		assertThat(verdict.reason()).contains("truncated: agent b is counted on stable only");
	}

	@Test
	void aNoticeThatIsAbsentBesideOthersOfItsAgentIsZero() {
		Verdict verdict = notices(1);
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
	}

	private static double inEveryFourth(int block) {
		return (Math.floorMod(block, 4) == 3) ? 1 : 0;
	}

	private static Verdict notices(double others) {
		return rollout((pod, block, series) -> switch (series) {
			case OTHER -> 30;
			case NOTICE -> inEveryFourth(block);
			case NOTICE_B -> (pod == CANARY) ? Double.NaN : inEveryFourth(block);
			case OTHER_NOTICE_B -> (pod == CANARY) ? others : 1;
			default -> same(series);
		}, OTHER, NOTICE, NOTICE_B, OTHER_NOTICE_B).judge();
	}

	@ParameterizedTest
	@CsvSource({ "lost_track=\"canary\"", "lost_version=\"2\"", "'lost_track=\"canary\",lost_version=\"2\"'" })
	void lostRunsOfAnAgentThatEndsNoneAreFailures(String labels) {
		String lost = "agent_runs_lost_total{agent=\"b\",%s}".formatted(labels);
		Verdict verdict = rollout((pod, _, series) -> series.equals(lost) ? ((pod == 0) ? 10 : 0) : same(series), OTHER,
				lost)
			.judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.FAIL);
		assertThat(verdict.metric()).isEqualTo("errors");
	}

	@Test
	void lostRunsOfAnotherReleaseAreNobodys() {
		String lost = "agent_runs_lost_total{agent=\"a\",lost_track=\"canary\",lost_version=\"1.9\"}";
		Verdict verdict = rollout((pod, _, series) -> series.equals(lost) ? ((pod == 0) ? 10 : 0) : same(series), lost)
			.judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
	}

	/** The replicas are scraped in different blocks, so that tracks never meet in one. */
	@Test
	void scrapesEachThirtySecondsFindTheSame() {
		Verdict often = rollout(ComparabilityTests::failing).judge();
		Verdict seldom = rollout((pod, block, series) -> 2 * failing(pod, block, series)).every(2).judge();
		assertThat(often.outcome()).isEqualTo(Outcome.FAIL);
		assertThat(seldom.outcome()).as(seldom.reason()).isEqualTo(Outcome.FAIL);
		assertThat(seldom.seconds()).isLessThanOrEqualTo(often.seconds() + 60);
	}

	private static double failing(int pod, int block, String series) {
		return (pod == CANARY) ? (Counted.FAILED.equals(series) ? 4 : 26) : same(series);
	}

	@Test
	void aGoodReleaseThatIsScrapedEachThirtySecondsPasses() {
		Verdict verdict = rollout((_, _, series) -> same(series)).every(2).judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
	}

	/** At 100 requests/s; each second block all of the canary's runs fail. */
	@ParameterizedTest
	@CsvSource({ "1, 0.30", "2, 1.0", "2, 0.35", "3, 1.0" })
	void failuresInEverySecondBlockAreFound(int every, double share) {
		Verdict verdict = rollout((pod, block, series) -> {
			double failed = (pod != CANARY) ? 8 : (block % every == 0) ? Math.rint(150 * share) : 0;
			return Counted.FAILED.equals(series) ? failed : 150 - failed;
		}).judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.FAIL);
	}

	private static Counted rollout(Counted.Counts counts, String... more) {
		return new Counted().pods(Track.STABLE, "1", 3)
			.pods(Track.CANARY, "2", 1)
			.series(Counted.SUCCEEDED, Counted.FAILED)
			.series(more)
			.counts((pod, block, series) -> {
				double count = counts.of(pod, block, series);
				return (pod == CANARY || count < 0 || series.contains("lost")) ? count : 3 * count;
			});
	}

	private static double same(String series) {
		return switch (series) {
			case Counted.FAILED -> 1;
			case OTHER_FAILED, OTHER -> 0;
			default -> 29;
		};
	}

}
