package dev.agentservice.rollout.simulation;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.function.DoubleConsumer;

import dev.agentservice.rollout.sample.Pod;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.ReplayHeader;
import dev.agentservice.rollout.sample.ReplayStep;
import dev.agentservice.rollout.sample.Track;
import dev.agentservice.rollout.sample.replay.ReplayWriter;
import dev.agentservice.rollout.simulation.Scenario.World;
import dev.agentservice.rollout.simulation.SimulatedSamples.Sample;
import org.jspecify.annotations.Nullable;

/**
 * Simulates a rollout: three stable replicas and a canary, 30 min of history and two
 * steps of 30 min with 10 % and 50 % of the traffic. The same seed is the same rollout.
 */
public final class RolloutSimulator {

	static final double INTERVAL = 15;

	private static final double HISTORY = 1800;

	private static final double A_DAY_AGO = -88_200;

	private static final int STABLE = 3;

	/** The load varies up to this part of the rate. */
	private static final double BUSIEST = 1.5;

	private static final double[] SHARES = SimulatedAgent.ALL.stream().mapToDouble(SimulatedAgent::share).toArray();

	private final Scenario scenario;

	private final World world;

	private final RandomGenerator random;

	private final double end;

	private final List<SimulatedPod> pods = new ArrayList<>();

	private RolloutSimulator(Scenario scenario, long seed) {
		this.scenario = scenario;
		this.world = scenario.world();
		this.end = this.world.end();
		this.random = new SplittableRandom(seed * 1_000_003 + scenario.name().hashCode());
		for (int i = 0; i <= STABLE; i++) {
			this.pods.add(pod(i));
		}
	}

	/** Simulates a rollout. */
	public static Recording simulate(Scenario scenario, long seed) {
		return simulate(scenario, seed, scenario.world().end());
	}

	/**
	 * Simulates the beginning of a rollout: what is judged in it is judged in the whole
	 * one, too.
	 * @param end how much of it, in seconds after the start
	 */
	public static Recording simulate(Scenario scenario, long seed, double end) {
		RolloutSimulator simulator = new RolloutSimulator(scenario, seed);
		simulator.run(end);
		Recording recording = new Recording(simulator.header(seed));
		Scrapes<RuntimeException> scrapes = (pod, time, values) -> {
			if (time > end) {
				return;
			}
			if (values != null) {
				recording.scrape(pod, time, values);
			}
			else {
				recording.failed(pod, time);
			}
		};
		simulator.scrape(scrapes);
		recording.end(end);
		return recording;
	}

	/** Simulates a rollout, and keeps its samples. */
	public static SimulatedSamples samples(Scenario scenario, long seed) {
		RolloutSimulator simulator = new RolloutSimulator(scenario, seed);
		simulator.run(simulator.end);
		List<Sample> samples = new ArrayList<>();
		Scrapes<RuntimeException> scrapes = (pod, time, values) -> samples
			.add(new Sample(pod, time, (values != null) ? Arrays.stream(values).boxed().toList() : null));
		simulator.scrape(scrapes);
		return new SimulatedSamples(simulator.header(seed), samples);
	}

	/**
	 * Simulates the beginning of a rollout, and writes its samples.
	 * @param end how much of it, in seconds after the start
	 */
	public static void write(Scenario scenario, long seed, double end, Writer out) throws IOException {
		RolloutSimulator simulator = new RolloutSimulator(scenario, seed);
		simulator.run(end);
		ReplayWriter writer = new ReplayWriter(out);
		writer.header(simulator.header(seed));
		Scrapes<IOException> scrapes = (pod, time, values) -> {
			if (time <= end) {
				writer.sample(pod, time, values);
			}
		};
		simulator.scrape(scrapes);
		writer.end(end);
	}

	private SimulatedPod pod(int index) {
		double start = (index == STABLE) ? -300 : A_DAY_AGO;
		SimulatedPod pod = new SimulatedPod(-HISTORY, this.end, INTERVAL * this.random.nextDouble(),
				this.random.nextGaussian(), start);
		if (this.world.coldStable) {
			pod.restart(-10 + index);
		}
		if (this.world.restarts) {
			pod.restart(300 + 2700 * this.random.nextDouble());
		}
		for (double time = this.world.canaryLife; index == STABLE && time < this.end; time += this.world.canaryLife) {
			pod.restart(time);
		}
		return pod;
	}

	private ReplayHeader header(long seed) {
		List<Pod> pods = new ArrayList<>();
		for (int i = 0; i < STABLE; i++) {
			pods.add(new Pod("p" + i, Track.STABLE, "1.0.0"));
		}
		pods.add(new Pod("p" + STABLE, Track.CANARY, "1.1.0"));
		List<ReplayStep> steps = Arrays.stream(this.world.weights)
			.mapToObj((weight) -> new ReplayStep(weight, 1800))
			.toList();
		return new ReplayHeader(this.scenario.name() + "/" + seed, 0, steps, pods,
				SimulatedSeries.all(this.world.askedAnywhere));
	}

	private void run(double end) {
		if (end < this.end && this.world.bursts > 0) {
			throw new IllegalArgumentException("Bursts are drawn after all other runs: simulate the whole");
		}
		arrivals(-HISTORY - 120, end, BUSIEST * this.scenario.rate(), (time) -> {
			if (BUSIEST * this.random.nextDouble() < this.scenario.traffic().applyAsDouble(time)) {
				start(time, -1, this.scenario.failures());
			}
		});
		arrivals(-HISTORY, end, this.world.bursts / 1800, (begin) -> {
			int pod = this.world.sticky ? choosePod(begin) : -1;
			arrivals(begin, begin + 60, 2, (time) -> start(time, pod, 0.6));
		});
	}

	private void arrivals(double from, double to, double rate, DoubleConsumer arrival) {
		if (rate > 0) {
			for (double time = from + wait(rate); time < to; time += wait(rate)) {
				arrival.accept(time);
			}
		}
	}

	private double wait(double rate) {
		return -Math.log(1 - this.random.nextDouble()) / rate;
	}

	private int choosePod(double time) {
		return (this.random.nextDouble() < this.world.weight(time) * this.world.obeyed) ? STABLE
				: this.random.nextInt(STABLE);
	}

	private void start(double time, int chosen, double failures) {
		int index = (chosen >= 0) ? chosen : choosePod(time);
		SimulatedPod pod = this.pods.get(index);
		int agent = chooseAgent(time, index == STABLE);
		double age = time - Math.max(pod.start(Math.max(0, pod.process(time))), (index == STABLE) ? 0 : A_DAY_AGO);
		SimulatedRun run = new SimulatedRun(agent, index, index == STABLE, time, age, pod.replica, this.random);
		run.failures = failures * ((failures < 0.5) ? SimulatedAgent.ALL.get(agent).failures() : 1);
		this.scenario.faults().forEach((fault) -> fault.accept(run));
		end(pod, run, SimulatedAgent.ALL.get(agent));
	}

	private double[] shares(double time, boolean canary) {
		if (this.world.skew == 0 && this.world.drift == 0) {
			return SHARES;
		}
		double[] shares = SHARES.clone();
		shares[3] *= 1 + (canary ? this.world.skew : 0);
		shares[4] *= 1 + (canary ? this.world.skew : 0);
		shares[0] *= 1 + this.world.drift * Math.sin(2 * Math.PI * time / 3600);
		return shares;
	}

	private int chooseAgent(double time, boolean canary) {
		double[] shares = shares(time, canary);
		double sum = 0;
		for (double share : shares) {
			sum += share;
		}
		double at = this.random.nextDouble() * sum;
		int agent = 0;
		while (agent < shares.length - 1 && at >= shares[agent]) {
			at -= shares[agent++];
		}
		return agent;
	}

	private void end(SimulatedPod pod, SimulatedRun run, SimulatedAgent agent) {
		Counting counting = new Counting(pod, run);
		if (this.random.nextDouble() < run.rejected) {
			counting.count(run.time, SimulatedSeries.REJECTED);
			return;
		}
		double speed = agent.seconds() * Math.exp(0.5 * this.random.nextGaussian());
		double seconds = speed * run.seconds;
		double ended = run.time + Math.min(seconds, run.hangs);
		boolean failed = this.random.nextDouble() < run.failures || run.hangs < 1e9;
		ended = (run.hangs < 1e9) ? run.time + run.hangs : ended;
		tools(counting, run, ended, agent.tools());
		counting.observe(ended, SimulatedSeries.COST, SimulatedSeries.USD,
				agent.usd() * run.cost * Math.exp(0.6 * this.random.nextGaussian()));
		counting.count(ended, failed ? SimulatedSeries.FAILED : SimulatedSeries.SUCCEEDED);
		if (this.random.nextDouble() < run.repeated) {
			askAgain(counting, run, ended);
		}
		if (!failed) {
			counting.observe(ended, SimulatedSeries.LATENCY, SimulatedSeries.SECONDS, seconds);
			counting.observe(ended, SimulatedSeries.FIRST, SimulatedSeries.SECONDS,
					0.3 * speed * run.first * Math.exp(0.3 * this.random.nextGaussian()));
			if (this.random.nextDouble() < run.truncated) {
				counting.count(ended, SimulatedSeries.TRUNCATED);
			}
		}
	}

	/** The replica that is asked again counts it, of either track. */
	private void askAgain(Counting counting, SimulatedRun run, double ended) {
		if (!this.world.askedAnywhere) {
			counting.count(ended, SimulatedSeries.REPEATED);
			return;
		}
		double again = ended + 5 + 110 * this.random.nextDouble();
		this.pods.get(choosePod(again))
			.count(again, run.agent * SimulatedSeries.PER_AGENT
					+ (run.canary ? SimulatedSeries.REPEATED_OF_CANARY : SimulatedSeries.REPEATED));
	}

	private void tools(Counting counting, SimulatedRun run, double ended, int calls) {
		for (int i = 0; i < calls; i++) {
			counting.count(ended,
					(this.random.nextDouble() < run.toolErrors) ? SimulatedSeries.TOOL_ERROR : SimulatedSeries.TOOL_OK);
		}
	}

	private <X extends Exception> void scrape(Scrapes<X> scrapes) throws X {
		for (int i = 0; i < this.pods.size(); i++) {
			SimulatedPod pod = this.pods.get(i);
			double[] sums = new double[1 + SimulatedSeries.PER_AGENT * SimulatedAgent.ALL.size()];
			int gap = 0;
			for (int index = 0; index < pod.scrapes(); index++) {
				pod.addTo(sums, index);
				gap = (gap > 0) ? gap - 1 : (this.random.nextDouble() < this.world.gaps / 6) ? 6 : 0;
				boolean there = this.world.data && (i < STABLE || this.world.canaryData) && gap == 0
						&& pod.scrape(index) >= pod.start(0);
				scrapes.take(i, pod.scrape(index), there ? values(sums) : null);
			}
		}
	}

	private static double[] values(double[] sums) {
		double[] values = sums.clone();
		SimulatedSeries.accumulate(values);
		return values;
	}

	private interface Scrapes<X extends Exception> {

		void take(int pod, double time, double @Nullable [] values) throws X;

	}

}
