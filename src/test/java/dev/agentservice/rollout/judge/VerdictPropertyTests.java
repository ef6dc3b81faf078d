package dev.agentservice.rollout.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.agentservice.rollout.judge.Verdict.Outcome;
import dev.agentservice.rollout.policy.PolicyReader;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.ReplayHeader;
import dev.agentservice.rollout.simulation.RolloutSimulator;
import dev.agentservice.rollout.simulation.Scenario;
import dev.agentservice.rollout.simulation.Scenarios;
import dev.agentservice.rollout.simulation.SimulatedSamples;
import dev.agentservice.rollout.simulation.SimulatedSamples.Sample;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must not matter: what comes later, and the order in which things are written.
 */
@BesideOthers
class VerdictPropertyTests {

	private static final RolloutPolicy POLICY = PolicyReader.parse("");

	private static final List<Scenario> SCENARIOS = List.of(Scenarios.errors(0.05, 2), Scenarios.good().get(1),
			Scenarios.heavyTail(), Scenarios.good().get(11));

	static List<Scenario> scenarios() {
		return SCENARIOS;
	}

	/** Each is simulated once, for all tests. */
	private static final Map<Scenario, SimulatedSamples> SAMPLES = new HashMap<>();

	private static SimulatedSamples samples(Scenario scenario) {
		return SAMPLES.computeIfAbsent(scenario, (_) -> RolloutSimulator.samples(scenario, 1));
	}

	@AfterAll
	static void forget() {
		SAMPLES.clear();
	}

	/**
	 * A recording is cut at many moments; what was decided at a block is decided at it in
	 * each cut that has the block.
	 */
	@ParameterizedTest
	@MethodSource("scenarios")
	void whatComesLaterChangesNothing(Scenario scenario) {
		SimulatedSamples samples = samples(scenario);
		Verdict whole = judge(samples, Double.MAX_VALUE);
		Random random = new Random(1);
		for (int i = 0; i < 6; i++) {
			double end = 15 * random.nextInt(240);
			Verdict cut = judge(samples, end);
			if (whole.seconds() <= end) {
				assertThat(cut).isEqualTo(whole);
			}
			else {
				assertThat(cut.outcome()).as("%s at %s s", cut, end).isEqualTo(Outcome.ERROR);
				assertThat(cut.reason()).contains("the recording ends before the rollout does");
			}
		}
	}

	/** After its verdict nothing is scraped any more. */
	@Test
	void whatIsMissingAfterAVerdictChangesNothing() {
		SimulatedSamples samples = samples(SCENARIOS.getFirst());
		Verdict whole = judge(samples, Double.MAX_VALUE);
		List<Sample> changed = samples.samples()
			.stream()
			.map((sample) -> (sample.time() > whole.seconds()) ? new Sample(sample.pod(), sample.time(), null) : sample)
			.toList();
		assertThat(whole.outcome()).isEqualTo(Outcome.FAIL);
		assertThat(judge(new SimulatedSamples(samples.header(), changed), Double.MAX_VALUE)).isEqualTo(whole);
	}

	@Test
	void scrapesEachThirtySecondsFindTheSameRegression() {
		for (int seed = 1; seed <= 3; seed++) {
			SimulatedSamples often = (seed == 1) ? samples(SCENARIOS.getFirst())
					: RolloutSimulator.samples(SCENARIOS.getFirst(), seed);
			int[] taken = new int[often.header().pods().size()];
			List<Sample> half = often.samples()
				.stream()
				.filter((sample) -> (taken[sample.pod()]++ + sample.pod()) % 2 == 0)
				.toList();
			Verdict verdict = judge(often, Double.MAX_VALUE);
			Verdict seldom = judge(new SimulatedSamples(often.header(), half), Double.MAX_VALUE);
			assertThat(seldom.outcome()).as(seldom.reason()).isEqualTo(Outcome.FAIL);
			assertThat(seldom.canaryRuns()).isLessThan(100 + 3 * verdict.canaryRuns() / 2);
		}
	}

	@ParameterizedTest
	@MethodSource("scenarios")
	void ordersDoNotMatter(Scenario scenario) {
		SimulatedSamples samples = samples(scenario);
		Verdict verdict = judge(samples, Double.MAX_VALUE);
		ReplayHeader header = samples.header();
		for (int seed = 0; seed < 3; seed++) {
			int[] series = shuffled(header.series().size(), seed);
			int[] pods = shuffled(header.pods().size(), seed + 100);
			assertThat(judge(samples, Double.MAX_VALUE, pods, series)).isEqualTo(verdict);
		}
	}

	private static Verdict judge(SimulatedSamples samples, double end) {
		ReplayHeader header = samples.header();
		int[] series = new int[header.series().size()];
		Arrays.setAll(series, (i) -> i);
		int[] inOrder = new int[header.pods().size()];
		Arrays.setAll(inOrder, (i) -> i);
		return judge(samples, end, inOrder, series);
	}

	/**
	 * Judges with pods and series in another order, and the labels of each series in the
	 * opposite one.
	 */
	private static Verdict judge(SimulatedSamples samples, double end, int[] pods, int[] series) {
		ReplayHeader header = samples.header();
		Recording recording = new Recording(new ReplayHeader(header.run(), header.start(), header.steps(),
				Arrays.stream(pods).mapToObj(header.pods()::get).toList(),
				Arrays.stream(series)
					.mapToObj((i) -> (series[0] == 0) ? header.series().get(i) : mirrored(header.series().get(i)))
					.toList()));
		for (Sample sample : samples.samples()) {
			if (sample.time() <= end) {
				int pod = position(pods, sample.pod());
				List<Double> values = sample.values();
				if (values != null) {
					recording.scrape(pod, sample.time(), Arrays.stream(series).mapToDouble(values::get).toArray());
				}
				else {
					recording.failed(pod, sample.time());
				}
			}
		}
		recording.end(Math.min(end, 3600));
		return new RolloutJudge(POLICY, recording).judge((_, _) -> {
		});
	}

	private static int position(int[] places, int value) {
		return Arrays.stream(places).boxed().toList().indexOf(value);
	}

	private static int[] shuffled(int length, int seed) {
		List<Integer> numbers = new ArrayList<>();
		for (int i = 0; i < length; i++) {
			numbers.add(i);
		}
		Collections.shuffle(numbers, new Random(seed));
		return numbers.stream().mapToInt(Integer::intValue).toArray();
	}

	/** No label of the simulator's has a comma. */
	private static String mirrored(String name) {
		int open = name.indexOf('{');
		if (open < 0) {
			return name;
		}
		List<String> labels = new ArrayList<>(List.of(name.substring(open + 1, name.length() - 1).split(",")));
		Collections.reverse(labels);
		return name.substring(0, open + 1) + String.join(",", labels) + "}";
	}

}
