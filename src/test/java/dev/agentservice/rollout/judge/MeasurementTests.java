package dev.agentservice.rollout.judge;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.rollout.judge.Verdict.Outcome;
import dev.agentservice.rollout.policy.PolicyReader;
import dev.agentservice.rollout.sample.Track;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What cannot be measured is never passed.
 */
@BesideOthers
class MeasurementTests {

	private static final int CANARY = 3;

	private static final String CANCELLED = "agent_runs_seconds_count{agent=\"a\",outcome=\"cancelled\"}";

	@ParameterizedTest
	@ValueSource(ints = { 5, 8, 11 })
	void aCanaryThatIsSilentAtTheEndOfAStepDoesNotPass(int blocks) {
		Verdict verdict = rollout(1,
				(pod, block, series) -> (pod == CANARY && block >= 120 - blocks) ? Counted.NONE : same(series))
			.judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.ERROR);
		assertThat(verdict.reason()).contains("no_data: p3 of canary was not scraped for the last");
	}

	@Test
	void aCanaryThatWasScrapedAMinuteAgoPasses() {
		Verdict verdict = rollout(1,
				(pod, block, series) -> (pod == CANARY && block >= 116) ? Counted.FAILS : same(series))
			.judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
	}

	@ParameterizedTest
	@EnumSource(Track.class)
	void aReplicaThatIsNeverScrapedIsNotOverlooked(Track track) {
		Verdict verdict = rollout(1, (pod, _, series) -> (pod == 4) ? Counted.FAILS : same(series))
			.pods(track, (track == Track.STABLE) ? "1" : "2", 1)
			.judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.ERROR);
		assertThat(verdict.reason()).contains("no_data: p4 of " + track.key() + " was never scraped");
	}

	@Test
	void aReplicaOfTheCanaryThatNobodyEverListedIsNotOverlooked() {
		Verdict verdict = rollout(1, (pod, _, series) -> (pod == 4) ? Counted.NONE : same(series))
			.pods(Track.CANARY, "2", 1)
			.judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.ERROR);
		assertThat(verdict.reason()).contains("no_data: p4 of canary was never scraped");
	}

	@Test
	void aReplicaThatIsSilentBesideOthersDoesNotPass() {
		Verdict verdict = rollout(2, (pod, block, series) -> (pod == 4 && block >= 60) ? Counted.NONE : same(series))
			.judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.ERROR);
		assertThat(verdict.reason()).contains("p4 of canary was not scraped for the last 900 s");
	}

	@Test
	void aReplicaThatWasReplacedIsNotMissed() {
		Verdict verdict = rollout(1,
				(pod, block, series) -> (pod >= CANARY && (pod == 4) == (block < 60)) ? Counted.NONE : same(series))
			.pods(Track.CANARY, "2", 1)
			.judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
	}

	/** The canary had its share for 20 minutes; then its runs no longer end. */
	@ParameterizedTest
	@ValueSource(ints = { 80, 104, 112 })
	void aCanaryWhoseRunsNoLongerEndDoesNotPass(int since) {
		Verdict verdict = rollout(1, (pod, block, series) -> (pod == CANARY && block >= since) ? 0 : same(series))
			.judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.ERROR);
		assertThat(verdict.reason()).startsWith("weight_not_obeyed");
	}

	@Test
	void aCanaryWhoseRunsNeverEndIsNamed() {
		Verdict verdict = rollout(1, (pod, _, series) -> (pod == CANARY) ? 0 : same(series)).judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.ERROR);
		assertThat(verdict.reason()).startsWith("weight_not_obeyed");
	}

	@Test
	void runsThatTheirClientEndedHideNothing() {
		Verdict verdict = cancelled((pod) -> (pod == CANARY) ? 4 : 1).judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
		assertThat(verdict.reason()).contains("cancelled: clients ended 11.8 % of the canary's runs and 3.2 %");
	}

	@Test
	void runsThatTheirClientEndedAreNoFailures() {
		Verdict verdict = cancelled((_) -> 4).judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
	}

	@Test
	void aProcessThatCrashedBeforeItsFirstScrapeWasRestarted() {
		Verdict verdict = rollout(2,
				(pod, block, series) -> (pod >= CANARY && block < 8) ? Counted.FAILS : same(series))
			.starts((pod, _) -> (pod >= CANARY) ? 100 : -88_200)
			.judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.FAIL);
		assertThat(verdict.metric()).isEqualTo("crashes");
	}

	@Test
	void aReplicaThatIsStartedLaterIsNoCrash() {
		Verdict verdict = rollout(1,
				(pod, block, series) -> (pod > CANARY && block < 20) ? Counted.NONE
						: (pod > CANARY && block < 22) ? Counted.FAILS : (pod > CANARY) ? 0 : same(series))
			.pods(Track.CANARY, "2", 2)
			.starts((pod, _) -> (pod > CANARY) ? 330 : -88_200)
			.judge();
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
	}

	@Test
	void theReleaseOfATrackIsThatOfMostOfIt() {
		Verdict verdict = new Counted().pods(Track.STABLE, "1", 3)
			.pods(Track.CANARY, "3", 1)
			.pods(Track.CANARY, "2", 2)
			.series(Counted.SUCCEEDED, Counted.FAILED)
			.counts((_, _, series) -> same(series))
			.judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.ERROR);
		assertThat(verdict.reason()).contains("p3 of canary has version 3, not 2");
	}

	@Test
	void whatWasNotJudgedIsSaid() {
		Verdict verdict = rollout(1, (_, _, series) -> same(series)).judge();
		assertThat(verdict.outcome()).isEqualTo(Outcome.PASS);
		assertThat(verdict.reason()).contains("judged 1 of 3 policy steps",
				"not used, because neither track counts it: latency, first, cost, tools, truncated, repeats");
	}

	/** A rate that is below the limit exceeds it by chance half of the time. */
	@Test
	void aRateBelowTheLimitDoesNotExceedItByChance() {
		Verdict verdict = failing(15.2).judge(PolicyReader.parse("minimum_runs: 100"));
		assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
	}

	@Test
	void aRateThatIsSurelyAboveTheLimitDoes() {
		Verdict verdict = failing(17).judge();
		assertThat(verdict.reason()).contains("errors: 17.0 % is above the limit");
	}

	/**
	 * 100 runs of the canary in each block, 300 of each stable replica; 14.5 % of these
	 * fail.
	 */
	private static Counted failing(double percent) {
		return rollout(1, (pod, block, series) -> {
			double share = (pod == CANARY) ? percent : 14.5;
			double failed = Math.floor((block + 121) * share) - Math.floor((block + 120) * share);
			return Counted.FAILED.equals(series) ? failed : 100 - failed;
		});
	}

	private static Counted cancelled(java.util.function.IntToDoubleFunction cancelled) {
		return rollout(1, (pod, _, series) -> CANCELLED.equals(series) ? cancelled.applyAsDouble(pod) : same(series))
			.series(CANCELLED);
	}

	/** 30 runs of each replica of the canary, and 270 of stable for each of them. */
	private static Counted rollout(int canaries, Counted.Counts counts) {
		return new Counted().pods(Track.STABLE, "1", 3)
			.pods(Track.CANARY, "2", canaries)
			.series(Counted.SUCCEEDED, Counted.FAILED)
			.counts((pod, block, series) -> {
				double count = counts.of(pod, block, series);
				return (count < 0) ? count : (pod < CANARY) ? 3 * canaries * count : count;
			});
	}

	private static double same(String series) {
		return Counted.FAILED.equals(series) ? 1 : 29;
	}

}
