package dev.agentservice.rollout.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;

/**
 * What happens in a simulated rollout.
 *
 * @param name its name
 * @param rate requests per second
 * @param failures the share of runs that fail
 * @param faults what becomes of runs
 * @param traffic the load at a time, as a part of the rate
 * @param world all other things
 */
public record Scenario(String name, double rate, double failures, List<Consumer<SimulatedRun>> faults,
		DoubleUnaryOperator traffic, World world) {

	/** Two releases that are the same. */
	public static Scenario same(String name, double failures) {
		return new Scenario(name, 10, failures, List.of(), (_) -> 1, new World());
	}

	Scenario with(Consumer<SimulatedRun> fault) {
		List<Consumer<SimulatedRun>> all = new ArrayList<>(this.faults);
		all.add(fault);
		return new Scenario(this.name, this.rate, this.failures, all, this.traffic, this.world);
	}

	/** A fault of the canary alone. */
	Scenario withCanary(Consumer<SimulatedRun> fault) {
		return with((run) -> {
			if (run.canary) {
				fault.accept(run);
			}
		});
	}

	Scenario withTraffic(DoubleUnaryOperator traffic) {
		return new Scenario(this.name, this.rate, this.failures, this.faults, traffic, this.world);
	}

	Scenario in(Consumer<World> change) {
		World world = this.world.copy();
		change.accept(world);
		return new Scenario(this.name, this.rate, this.failures, this.faults, this.traffic, world);
	}

	/** Whether its beginning can be simulated alone. */
	public boolean hasBeginning() {
		return this.world.bursts == 0;
	}

	/** The same with another load. */
	public Scenario atRate(double rate) {
		return new Scenario(this.name, rate, this.failures, this.faults, this.traffic, this.world);
	}

	/** The same with another name. */
	Scenario named(String name) {
		return new Scenario(name, this.rate, this.failures, this.faults, this.traffic, this.world);
	}

	@Override
	public String toString() {
		return this.name;
	}

	/** What is around the runs. */
	static final class World {

		/** Bursts of a user whose requests fail; in half an hour. */
		double bursts;

		/** Whether a burst meets one replica only. */
		boolean sticky;

		/** How much more of the slow agents the canary gets. */
		double skew;

		/** How the agents' shares move in an hour. */
		double drift;

		/** The part of its weight that the canary gets. */
		double obeyed = 1;

		/** The share of scrapes that fail, in rows. */
		double gaps;

		/** How long each canary's process lives; infinite if it does not crash. */
		double canaryLife = Double.POSITIVE_INFINITY;

		/** Whether each replica is restarted once. */
		boolean restarts;

		/** Whether all processes begin with the rollout. */
		boolean coldStable;

		/** Whether the canary is scraped. */
		boolean canaryData = true;

		/** Whether people who ask again are counted by the replica that they ask. */
		boolean askedAnywhere;

		/** Whether anything is scraped. */
		boolean data = true;

		/** The canary's weights in percent, half an hour each. */
		int[] weights = { 10, 50 };

		double end() {
			return 1800.0 * this.weights.length;
		}

		double weight(double time) {
			return (time < 0) ? 0 : this.weights[Math.min(this.weights.length - 1, (int) (time / 1800))] / 100.0;
		}

		World copy() {
			World copy = new World();
			copy.bursts = this.bursts;
			copy.sticky = this.sticky;
			copy.skew = this.skew;
			copy.drift = this.drift;
			copy.obeyed = this.obeyed;
			copy.gaps = this.gaps;
			copy.canaryLife = this.canaryLife;
			copy.restarts = this.restarts;
			copy.coldStable = this.coldStable;
			copy.askedAnywhere = this.askedAnywhere;
			copy.canaryData = this.canaryData;
			copy.data = this.data;
			copy.weights = this.weights;
			return copy;
		}

	}

}
