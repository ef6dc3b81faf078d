package dev.agentservice.rollout.judge;

import dev.agentservice.rollout.judge.Verdict.Outcome;
import dev.agentservice.rollout.sample.Track;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * People who ask again, counted by the replica that they ask: nine of ten times one of
 * stable, of whichever track the answer was.
 */
@BesideOthers
class RepeatedAnswersTests {

	private static final int CANARY = 3;

	private static final int STABLE_RUNS = 90;

	private static final int CANARY_RUNS = 30;

	private static final String OF_STABLE = repeated("stable");

	private static final String OF_CANARY = repeated("canary");

	@Test
	void answersOfTheCanaryThatAreOfNoUseAreItsOwnWhereverTheyAreCounted() {
		Verdict verdict = rollout((pod, _, series) -> repeats(pod, series, 3, 6)).judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.FAIL);
		assertThat(verdict.metric()).isEqualTo("repeats");
	}

	@Test
	void asManyOfBothTracksAreNoRegression() {
		Verdict verdict = rollout((pod, _, series) -> repeats(pod, series, 3, 1)).judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
		assertThat(verdict.reason()).doesNotContain("repeats");
	}

	@Test
	void whatTheCanaryIsAskedAgainBecauseOfStableIsNotItsOwn() {
		Verdict verdict = rollout(
				(pod, _, series) -> (pod == CANARY && OF_STABLE.equals(series)) ? 9 : repeats(pod, series, 3, 1))
			.judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
	}

	/** The same counts in the other form, where each replica counts its own. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 6 })
	void itDoesNotMatterWhereTheyAreCounted(int ofCanary) {
		String own = "agent_runs_repeated_total{agent=\"a\"}";
		Verdict here = new Counted().pods(Track.STABLE, "1", CANARY)
			.pods(Track.CANARY, "2", 1)
			.series(Counted.SUCCEEDED, own)
			.counts((pod, _, series) -> own.equals(series) ? ((pod == CANARY) ? ofCanary : 3) : runs(pod, series))
			.judge();
		Verdict elsewhere = rollout((pod, _, series) -> repeats(pod, series, 3, ofCanary)).judge();
		assertThat(elsewhere.outcome()).isEqualTo(here.outcome());
		assertThat(elsewhere.metric()).isEqualTo(here.metric());
		assertThat((double) elsewhere.seconds()).isBetween((double) here.seconds(), here.seconds() + 180.0);
	}

	/** Because of answers from before the change. */
	@Test
	void forTwoMinutesAfterAChangeOfWeightTheyTellNothingOfTheCanary() {
		Verdict verdict = rollout((pod, block, series) -> repeats(pod, series, 3,
				(Math.floorMod(block, 120) < 10 && block >= 0) ? 20 : 1))
			.steps(2)
			.judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isNotEqualTo(Outcome.FAIL);
		Verdict longer = rollout((pod, block, series) -> repeats(pod, series, 3,
				(Math.floorMod(block, 120) < 20 && block >= 0) ? 20 : 1))
			.judge();
		assertThat(longer.outcome()).as(longer.reason()).isEqualTo(Outcome.FAIL);
	}

	/** A replica that is asked again may end no run in that block. */
	@Test
	void withFewRunsNoneIsForgotten() {
		Verdict verdict = rollout((pod, block, series) -> {
			boolean asked = Math.floorMod(block, 2) == 0;
			if (OF_STABLE.equals(series) || OF_CANARY.equals(series)) {
				return asked ? repeats(pod, series, 3, 6) : 0;
			}
			return asked ? 0 : 2.0 * runs(pod, series);
		}).judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.FAIL);
		assertThat(verdict.metric()).isEqualTo("repeats");
	}

	private static Counted rollout(Counted.Counts counts) {
		return new Counted().pods(Track.STABLE, "1", CANARY)
			.pods(Track.CANARY, "2", 1)
			.series(Counted.SUCCEEDED, OF_STABLE, OF_CANARY)
			.counts(counts);
	}

	/** Stable's replicas count all that the canary's answers lead to. */
	private static double repeats(int pod, String series, int ofEachStable, int ofCanary) {
		if (OF_CANARY.equals(series)) {
			return (pod < CANARY) ? ofCanary / 3 + ((pod < ofCanary % 3) ? 1 : 0) : 0;
		}
		return OF_STABLE.equals(series) ? ((pod < CANARY) ? ofEachStable : 0) : runs(pod, series);
	}

	private static double runs(int pod, String series) {
		return Counted.SUCCEEDED.equals(series) ? ((pod == CANARY) ? CANARY_RUNS : STABLE_RUNS) : 0;
	}

	private static String repeated(String track) {
		return "agent_runs_repeated_total{agent=\"a\",answered_track=\"%s\"}".formatted(track);
	}

}
