package dev.agentservice.rollout.sample;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import dev.agentservice.rollout.policy.Metric;
import dev.agentservice.rollout.sample.series.Family;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@BesideOthers
class RecordingTests {

	private static final double ABSENT = Double.NaN;

	private static final double OLD = -88_200;

	private final Recording recording = recording("process_start_time_seconds", runs("succeeded"), runs("failed"),
			"agent_runs_lost_total{agent=\"a\",lost_track=\"canary\"}", "up");

	@Test
	void theFirstSampleOfAnOldProcessIsTheBaseLine() {
		scrape(-1790, OLD, 500, 20);
		scrape(-1775, OLD, 510, 21);
		assertThat(trials()).isEqualTo(11);
		assertThat(events()).isEqualTo(1);
	}

	@Test
	void theFirstSampleOfAYoungProcessCounts() {
		scrape(20, 10, 7, 2);
		assertThat(trials()).isEqualTo(9);
	}

	@Test
	void theFirstSampleOfAProcessOfUnknownAgeIsTheBaseLine() {
		scrape(20, ABSENT, 7, 2);
		scrape(35, ABSENT, 8, 2);
		assertThat(trials()).isEqualTo(1);
	}

	@Test
	void aSeriesThatWasAbsentWhileItsPodWasScrapedBeganAtZero() {
		scrape(5, OLD, 100, ABSENT);
		scrape(20, OLD, 100, 3);
		assertThat(events()).isEqualTo(3);
	}

	@Test
	void aValueThatFellCountsWhole() {
		scrape(5, ABSENT, 100, 10);
		scrape(20, ABSENT, 4, 1);
		assertThat(trials()).isEqualTo(5);
		assertThat(restarts()).isOne();
	}

	@Test
	void afterAnotherProcessStartAllCountsWhole() {
		scrape(5, OLD, 100, 10);
		scrape(20, 8, 150, ABSENT);
		scrape(35, 8, 150, 4);
		assertThat(trials()).isEqualTo(154);
		assertThat(restarts()).isOne();
	}

	@Test
	void aStartThatIsSaidABitDifferentlyIsTheSame() {
		scrape(5, OLD, 100, 10);
		scrape(20, OLD + 0.4, 101, 10);
		assertThat(trials()).isOne();
		assertThat(restarts()).isZero();
	}

	@Test
	void aFailedScrapeLosesNothing() {
		scrape(5, OLD, 100, 10);
		this.recording.failed(0, 20);
		scrape(35, OLD, 103, 10);
		assertThat(trials()).isEqualTo(3);
		assertThat(this.recording.block(0, 1)).isNull();
	}

	@Test
	void anIncrementBelongsToTheBlockOfTheLaterScrape() {
		scrape(0, OLD, 100, 0);
		scrape(15, OLD, 101, 0);
		scrape(15.1, OLD, 103, 0);
		assertThat(IntStream.of(-1, 0, 1).mapToLong(this::trialsOf)).containsExactly(0L, 1L, 2L);
	}

	@Test
	void lostRunsAreThoseOfTheTrackThatLostThem() {
		this.recording.scrape(0, 5, new double[] { OLD, 100, 10, 1, 1 });
		this.recording.scrape(0, 20, new double[] { OLD, 100, 10, 4, 1 });
		assertThat(trialsOf(0, 1)).isZero();
		assertThat(this.recording.pods().get(3).track()).isEqualTo(Track.CANARY);
		assertThat(this.recording.isReplica(3)).isFalse();
		assertThat(trialsOf(3, 1)).isEqualTo(3);
	}

	@Test
	void peopleWhoAskAgainAreThoseOfTheTrackThatHadAnswered() {
		List<Pod> pods = List.of(new Pod("p0", Track.STABLE, "1"), new Pod("p1", Track.CANARY, "2"));
		Recording apart = new Recording(
				new ReplayHeader("r", 0, List.of(new ReplayStep(10, 60)), pods, List.of("process_start_time_seconds",
						runs("succeeded"), repeated("stable"), repeated("canary"), repeated("other"))));
		for (int pod = 0; pod < 2; pod++) {
			apart.scrape(pod, 5, new double[] { OLD, 0, 0, 0, 0 });
			apart.scrape(pod, 20, new double[] { OLD, 10, 3 + pod, 5 + pod, 9 });
		}
		int[] repeats = IntStream.range(0, 4).map((pod) -> (int) repeats(apart, pod)).toArray();
		assertThat(repeats).as("stable's, the canary's, and what others counted of each").containsExactly(3, 6, 4, 5);
	}

	private static long repeats(Recording recording, int pod) {
		double[] counts = Objects.requireNonNull(recording.block(pod, 1)).counts();
		return recording.catalog().shares(Metric.REPEATS).getFirst().count().events(counts);
	}

	private static String repeated(String track) {
		return "agent_runs_repeated_total{agent=\"a\",answered_track=\"%s\"}".formatted(track);
	}

	@Test
	void theStartOfTheRolloutIsOnTheClockOfTheProcesses() {
		Recording later = new Recording(new ReplayHeader("r", 1_700_000_000, List.of(new ReplayStep(10, 60)),
				List.of(new Pod("p0", Track.STABLE, "1")), List.of("process_start_time_seconds", runs("failed"))));
		later.scrape(0, 20, new double[] { 1_699_999_990, 5 });
		assertThat(counted(later, 0, 1).counts()).containsExactly(5);
	}

	@Test
	void partOfAHistogramIsSeen() {
		Recording histogram = recording("agent_run_cost_usd_bucket{agent=\"a\",le=\"1.0\"}",
				"agent_run_cost_usd_bucket{agent=\"a\",le=\"+Inf\"}");
		histogram.scrape(0, 5, new double[] { ABSENT, 3 });
		histogram.scrape(1, 5, new double[] { 3, 3 });
		PodBlock part = counted(histogram, 0, 0);
		PodBlock whole = counted(histogram, 1, 0);
		assertThat(part.lacksBounds(Family.COST)).isTrue();
		assertThat(whole.lacksBounds(Family.COST)).isFalse();
		assertThat(part.has(0)).isFalse();
		assertThat(part.has(1)).isTrue();
		assertThat(whole.has(0)).isTrue();
	}

	@Test
	void timesThatCannotBeAreRefused() {
		scrape(20, OLD, 1, 1);
		assertThatIllegalArgumentException().isThrownBy(() -> scrape(20, OLD, 1, 1)).withMessageContaining("second");
		assertThatIllegalArgumentException().isThrownBy(() -> scrape(19, OLD, 1, 1)).withMessageContaining("earlier");
	}

	@Test
	void valuesThatCannotBeAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> scrape(5, OLD, -1, 1)).withMessageContaining("no count");
		scrape(20, OLD, 1, 1);
		assertThatIllegalArgumentException().isThrownBy(() -> scrape(35, OLD, 1e12, 1))
			.withMessageContaining("no count");
	}

	@Test
	void aRunThatDoesNotFitIntoMemoryIsRefused() {
		List<Pod> pods = IntStream.range(0, 1000).mapToObj((i) -> new Pod("p" + i, Track.STABLE, "1")).toList();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Recording(
					new ReplayHeader("r", 0, List.of(new ReplayStep(10, 600_000)), pods, List.of(runs("failed")))))
			.withMessageContaining("1000 pods over 10000 min are too much for one run");
	}

	@Test
	void moreAgentsThanCanBeJudgedAreRefused() {
		String[] series = IntStream.range(0, 1001)
			.mapToObj((i) -> runs("failed").replace("\"a\"", "\"" + i + "\""))
			.toArray(String[]::new);
		assertThatIllegalArgumentException().isThrownBy(() -> recording(series))
			.withMessageContaining("1001 agents or tools; at most 1000");
	}

	@Test
	void aProcessThatBeganLongAfterItsReplicaWasListedIsARestart() {
		this.recording.failed(0, -100);
		scrape(35, 20, 7, 2);
		assertThat(restarts()).isOne();
		assertThat(trials()).isEqualTo(9);
	}

	@Test
	void aProcessThatBeginsWithItsReplicaIsNoRestart() {
		this.recording.failed(0, 5);
		scrape(65, 50, 7, 2);
		assertThat(restarts()).isZero();
	}

	@Test
	void aReplicaThatWasScrapedAtADistanceTellsTheRound() {
		for (double time = -300; time <= 0; time += 30) {
			this.recording.failed(0, time);
			this.recording.failed(1, time + 7);
		}
		assertThat(this.recording.round()).isEqualTo(2);
		assertThat(recording("up").round()).isOne();
	}

	@Test
	void aReleaseOfBothTracksDoesNotTellWhoLostARun() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Recording(new ReplayHeader("r", 0, List.of(new ReplayStep(10, 60)),
					List.of(new Pod("p0", Track.STABLE, "1"), new Pod("p1", Track.CANARY, "1")),
					List.of("agent_runs_lost_total{agent=\"a\",lost_version=\"1\"}"))))
			.withMessageContaining("record lost_track, too");
	}

	@ParameterizedTest
	@ValueSource(doubles = { -1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1e16 })
	void aFirstSampleIsCheckedAsAllOthersAre(double value) {
		assertThatIllegalArgumentException().isThrownBy(() -> scrape(5, OLD, value, 1))
			.withMessageContaining("value 1");
		assertThatIllegalArgumentException().isThrownBy(() -> scrape(6, 5, 1e9, 1)).withMessageContaining("value 1");
		assertThatIllegalArgumentException().isThrownBy(() -> scrape(7, 1e9, 1, 1)).withMessageContaining("value 0");
	}

	private static Recording recording(String... series) {
		return new Recording(new ReplayHeader("r", 0, List.of(new ReplayStep(10, 1800)),
				List.of(new Pod("p0", Track.STABLE, "1"), new Pod("p1", Track.CANARY, "2")), List.of(series)));
	}

	private static PodBlock counted(Recording recording, int pod, int block) {
		return Objects.requireNonNull(recording.block(pod, block));
	}

	private static String runs(String outcome) {
		return "agent_runs_seconds_count{agent=\"a\",mode=\"sync\",outcome=\"" + outcome + "\"}";
	}

	private void scrape(double time, double start, double succeeded, double failed) {
		this.recording.scrape(0, time, new double[] { start, succeeded, failed, ABSENT, 1 });
	}

	private long trials() {
		return IntStream.range(Blocks.FIRST, 120).mapToLong(this::trialsOf).sum();
	}

	private long trialsOf(int block) {
		return trialsOf(0, block);
	}

	private long trialsOf(int pod, int block) {
		PodBlock counts = this.recording.block(pod, block);
		return (counts != null)
				? this.recording.catalog().shares(Metric.ERRORS).getFirst().count().trials(counts.counts()) : 0;
	}

	private long events() {
		return IntStream.range(Blocks.FIRST, 120).mapToLong((block) -> {
			PodBlock counts = this.recording.block(0, block);
			return (counts != null)
					? this.recording.catalog().shares(Metric.ERRORS).getFirst().count().events(counts.counts()) : 0;
		}).sum();
	}

	private int restarts() {
		return IntStream.range(Blocks.FIRST, 120).map((block) -> {
			PodBlock counts = this.recording.block(0, block);
			return (counts != null) ? counts.restarts() : 0;
		}).sum();
	}

}
