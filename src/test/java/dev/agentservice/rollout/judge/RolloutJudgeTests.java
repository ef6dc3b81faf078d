package dev.agentservice.rollout.judge;

import java.util.List;

import dev.agentservice.rollout.judge.Verdict.Outcome;
import dev.agentservice.rollout.policy.PolicyReader;
import dev.agentservice.rollout.sample.Track;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Verdicts of counts that are chosen, not drawn.
 */
@BesideOthers
class RolloutJudgeTests {

	private static final int CANARY = 3;

	private static final String NOTICES = "agent_notices_total{agent=\"a\",notice=\"answer_truncated\"}";

	private static final List<String> BOUNDS = List.of("0.5", "1.0", "2.0", "4.0", "8.0", "+Inf");

	@Test
	void aReleaseThatIsTheSamePasses() {
		Verdict verdict = rollout().judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
		assertThat(verdict.seconds()).isEqualTo(1800);
		assertThat(verdict.metric()).isNull();
	}

	@Test
	void aReleaseThatFailsIsRolledBackAtOnce() {
		Verdict verdict = rollout(
				(pod, _, series) -> (pod == CANARY && Counted.FAILED.equals(series)) ? 20 : same(series))
			.judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
		assertThat(verdict.metric()).isEqualTo("errors");
		assertThat(verdict.seconds()).isBetween(45, 150);
	}

	/** Some 20 % of the runs fail, all within one block in eight. */
	@ParameterizedTest
	@ValueSource(ints = { 4, 6, 8 })
	void aReleaseThatFailsInBurstsDoesNotPass(int every) {
		Verdict verdict = rollout((pod, block, series) -> {
			if (pod == CANARY && Math.floorMod(block, every) == 3) {
				return Counted.FAILED.equals(series) ? 8.0 * every : 0;
			}
			return same(series);
		}).judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.FAIL);
	}

	@Test
	void oneEpisodeIsNoVerdict() {
		Verdict verdict = rollout((pod, block, series) -> {
			if (pod == CANARY && block >= 40 && block < 43) {
				return Counted.FAILED.equals(series) ? 30 : 0;
			}
			return same(series);
		}).judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isNotEqualTo(Outcome.FAIL);
	}

	@Test
	void anOutageOfAllIsNoFaultOfTheRelease() {
		Verdict verdict = rollout((_, block, series) -> {
			if (block >= 40 && block < 60) {
				return Counted.FAILED.equals(series) ? 25 : 5;
			}
			return same(series);
		}).judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
	}

	@Test
	void aLateRegressionIsFound() {
		Verdict verdict = rollout((pod, block,
				series) -> (pod == CANARY && block >= 80 && Counted.FAILED.equals(series)) ? 9 : same(series))
			.judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
		assertThat(verdict.seconds()).isGreaterThan(1200);
	}

	@Test
	void aHistogramThatTheCanaryLacksIsNotProven() {
		Verdict verdict = histogram(
				(pod, _, series) -> (pod == CANARY && series.startsWith("agent_first")) ? Double.NaN : bucket(series))
			.judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
		assertThat(verdict.reason()).contains("first: canary has counted nothing");
	}

	@Test
	void aHistogramThatStableLacksIsNotProven() {
		Verdict verdict = histogram(
				(pod, _, series) -> (pod != CANARY && series.startsWith("agent_first")) ? Double.NaN : bucket(series))
			.judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
		assertThat(verdict.reason()).contains("first: stable has counted nothing");
	}

	@Test
	void aHistogramWithOtherBoundsIsNotCompared() {
		Verdict verdict = histogram((pod, _, series) -> (pod == CANARY && series.contains("\"2.0\"")) ? Double.NaN
				: (pod == CANARY && series.contains("\"1.0\"")) ? 0 : bucket(series))
			.judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.INCONCLUSIVE);
		assertThat(verdict.reason()).contains("first: some buckets of the histogram are missing on canary");
	}

	@Test
	void aHistogramOfBothIsProven() {
		Verdict verdict = histogram((_, _, series) -> bucket(series)).judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
	}

	@Test
	void valuesThatNoBoundSeparatesAreNotProven() {
		Verdict verdict = histogram((_, _, series) -> series.startsWith("agent_first") ? 30 : same(series)).judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
		assertThat(verdict.reason()).contains("first: no bound separates");
	}

	@Test
	void anEventThatOnlyStableCountsIsNotProven() {
		Verdict verdict = notices((pod, _, _) -> (pod == CANARY) ? Double.NaN : 1).judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
		assertThat(verdict.reason()).contains("truncated: the series of truncated are missing on canary");
	}

	@Test
	void anEventThatOnlyTheCanaryCountsIsNoRegression() {
		Verdict verdict = notices((pod, _, _) -> (pod == CANARY) ? 3 : Double.NaN).judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.INCONCLUSIVE);
		assertThat(verdict.reason()).contains("truncated: the series of truncated are missing on stable");
	}

	@Test
	void anEventThatBothCountIsARegression() {
		Verdict verdict = notices((pod, block, _) -> (pod == CANARY) ? 3 : Math.floorMod(block, 4) / 3).judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
		assertThat(verdict.metric()).isEqualTo("truncated");
	}

	@Test
	void aMetricThatNeedNotBeProvenHindersNobody() {
		Verdict verdict = notices((pod, _, _) -> (pod == CANARY) ? Double.NaN : 1)
			.judge(PolicyReader.parse("metrics: {truncated: {required: false}}"));
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
	}

	@Test
	void aReplicaOfAnotherReleaseEndsTheJudgement() {
		Verdict verdict = new Counted().pods(Track.STABLE, "1", 3)
			.pods(Track.CANARY, "2", 1)
			.pods(Track.CANARY, "3", 1)
			.series(Counted.SUCCEEDED, Counted.FAILED)
			.counts((pod, block, series) -> (pod == 4 && block < 50) ? -1 : same(series))
			.judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.ERROR);
		assertThat(verdict.seconds()).isEqualTo(765);
		assertThat(verdict.reason()).contains("p4 of canary has version 3, not 2");
	}

	@Test
	void aTrackThatIsNotScrapedIsAnErrorAfterAWhile() {
		Verdict verdict = rollout((pod, block, series) -> (pod == CANARY && block >= 30) ? -1 : same(series)).judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.ERROR);
		assertThat(verdict.reason()).startsWith("no_data: no replica of canary");
		assertThat(verdict.seconds()).isEqualTo(450 + 180 + 600);
	}

	@Test
	void aGapIsForgiven() {
		Verdict verdict = rollout(
				(pod, block, series) -> (pod == CANARY && block >= 30 && block < 60) ? -1 : same(series))
			.judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
	}

	@Test
	void aWeightThatIsNotObeyedIsAnError() {
		Verdict verdict = rollout((pod, _, series) -> (pod == CANARY) ? 5 * same(series) : same(series)).judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.ERROR);
		assertThat(verdict.reason()).startsWith("weight_not_obeyed");
	}

	@Test
	void aFailureCountsMoreThanAnError() {
		Verdict verdict = rollout(
				(pod, _, series) -> (pod != CANARY) ? same(series) : Counted.FAILED.equals(series) ? 100 : 50)
			.judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
	}

	@Test
	void tooFewRunsAreNoProof() {
		Verdict verdict = rollout((_, block, series) -> (Counted.SUCCEEDED.equals(series) && block % 4 == 0) ? 1 : 0)
			.judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
		assertThat(verdict.reason()).contains("runs: the canary had 30 of 100", "errors: worse by a factor of 2.0");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void withFewReplicasABadReleaseIsFoundAndAGoodOnePasses(int stable) {
		Verdict good = few(stable, 1).judge();
		Verdict bad = few(stable, 12).judge();
		assertThat(good.outcome()).as(good.reason()).isEqualTo(Outcome.PASS);
		assertThat(bad.outcome()).isEqualTo(Outcome.FAIL);
		assertThat(bad.reason().contains("alpha is halved")).isEqualTo(stable == 1);
	}

	/** One in 30, two and three: the canary is no worse than the worst. */
	@Test
	void aCanaryThatIsLikeTheWorstStableReplicaIsNotRolledBack() {
		Verdict verdict = rollout((pod, _, series) -> {
			double failed = (pod == CANARY) ? 3 : pod + 1;
			return Counted.FAILED.equals(series) ? failed : 30 - failed;
		}).judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.INCONCLUSIVE);
		assertThat(verdict.reason()).contains("errors: worse by a factor");
	}

	@Test
	void severalCanariesAreOne() {
		Verdict verdict = new Counted().pods(Track.STABLE, "1", 3)
			.pods(Track.CANARY, "2", 2)
			.series(Counted.SUCCEEDED, Counted.FAILED)
			.counts((pod, _, series) -> (pod >= CANARY && Counted.FAILED.equals(series)) ? 12 : same(series))
			.judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
	}

	@Test
	void aRecordingThatStopsIsAnError() {
		Verdict verdict = rollout().end(60).judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.ERROR);
		assertThat(verdict.seconds()).isEqualTo(900);
	}

	private static Counted few(int stable, double failed) {
		return new Counted().pods(Track.STABLE, "1", stable)
			.pods(Track.CANARY, "2", 1)
			.series(Counted.SUCCEEDED, Counted.FAILED)
			.counts((pod, _, series) -> {
				double all = (pod < stable) ? 270.0 / stable : 30;
				double failures = (pod < stable) ? all / 30 : failed;
				return Math.rint(Counted.FAILED.equals(series) ? failures : all - failures);
			});
	}

	private static Counted rollout() {
		return rollout((_, _, series) -> same(series));
	}

	private static Counted rollout(Counted.Counts counts) {
		return new Counted().pods(Track.STABLE, "1", 3)
			.pods(Track.CANARY, "2", 1)
			.series(Counted.SUCCEEDED, Counted.FAILED)
			.counts((pod, block, series) -> {
				double count = counts.of(pod, block, series);
				return (pod == CANARY || count < 0) ? count : 3 * count;
			});
	}

	/** 30 runs of the canary, 90 of each stable replica, one in 30 fails. */
	private static double same(String series) {
		return Counted.FAILED.equals(series) ? 1 : 29;
	}

	private static Counted histogram(Counted.Counts counts) {
		Counted rollout = rollout(counts);
		BOUNDS.forEach(
				(bound) -> rollout.series("agent_first_token_seconds_bucket{agent=\"a\",le=\"%s\"}".formatted(bound)));
		return rollout;
	}

	/** A third each between 0.5 and 1, 1 and 2, 2 and 4. */
	private static double bucket(String series) {
		if (!series.startsWith("agent_first")) {
			return same(series);
		}
		return series.contains("\"0.5\"") ? 0 : series.contains("\"1.0\"") ? 10 : series.contains("\"2.0\"") ? 20 : 30;
	}

	private static Counted notices(Counted.Counts counts) {
		return rollout((pod, block, series) -> NOTICES.equals(series) ? counts.of(pod, block, series) : same(series))
			.series(NOTICES);
	}

}
