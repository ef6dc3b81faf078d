package dev.agentservice.simulator.script;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How fast the simulated models are.
 *
 * @param firstToken how long they think before the first token
 * @param tokensPerSecond how fast they speak then; 0 for at once
 * @param jitter by which part of itself each wait varies at most, up or down; 0 for not
 * at all
 */
public record LatencyProfile(Duration firstToken, double tokensPerSecond, double jitter) {

	/** As fast as the machine can. */
	public static final LatencyProfile NONE = new LatencyProfile(Duration.ZERO, 0, 0);

	/** As fast as a small model on a good day: fit for a demo. */
	public static final LatencyProfile GENTLE = new LatencyProfile(Duration.ofMillis(250), 80, 0.2);

	public LatencyProfile {
		if (firstToken.isNegative() || tokensPerSecond < 0 || jitter < 0 || jitter > 1) {
			throw new IllegalArgumentException("No part of a latency may be negative, and jitter is at most 1");
		}
	}

	/**
	 * Parses {@code none}, {@code gentle}, or
	 * {@code <first token in ms>:<tokens per second>[:<jitter>]}.
	 * @throws IllegalArgumentException for anything else
	 */
	public static LatencyProfile parse(String text) {
		return switch (text) {
			case "none" -> NONE;
			case "gentle" -> GENTLE;
			default -> {
				List<String> parts = List.of(text.split(":", -1));
				if (parts.size() < 2 || parts.size() > 3) {
					throw new IllegalArgumentException("'" + text + "' is no latency");
				}
				double jitter = (parts.size() == 3) ? Double.parseDouble(parts.get(2)) : 0;
				yield new LatencyProfile(Duration.ofMillis(Long.parseLong(parts.get(0))),
						Double.parseDouble(parts.get(1)), jitter);
			}
		};
	}

	@Override
	public String toString() {
		String speed = (this.tokensPerSecond == 0) ? "all at once" : this.tokensPerSecond + " tokens per second";
		return "first token after " + this.firstToken.toMillis() + " ms, then " + speed;
	}

	Duration beforeFirstToken() {
		return varied((double) this.firstToken.toNanos());
	}

	Duration forTokens(int tokens) {
		return (this.tokensPerSecond == 0) ? Duration.ZERO : varied(tokens * 1e9 / this.tokensPerSecond);
	}

	private Duration varied(double nanos) {
		double factor = (this.jitter == 0) ? 1 : 1 + this.jitter * ThreadLocalRandom.current().nextDouble(-1, 1);
		return Duration.ofNanos(Math.round(nanos * factor));
	}

}
