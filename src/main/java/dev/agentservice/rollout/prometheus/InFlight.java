package dev.agentservice.rollout.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The runs that the canary's replicas have in flight.
 */
public final class InFlight {

	/** A pod without a sample in this time has gone. */
	private static final Duration RANGE = Duration.ofSeconds(60);

	private InFlight() {
	}

	/**
	 * Asks for their number.
	 * @param since samples from before are none
	 * @return nothing if a replica has no newer sample, or there is no replica
	 * @throws UnmeasurableException if there is no answer
	 */
	public static OptionalLong ofCanary(PrometheusSettings settings, Instant since, Instant now)
			throws UnmeasurableException {
		Map<Map<String, String>, Newest> pods = new HashMap<>();
		new PrometheusClient(settings).query(
				"agent_inflight{namespace=\"%s\",track=\"canary\"}[%ds]".formatted(settings.namespace(),
						RANGE.toSeconds()),
				now, (labels, time, value) -> pods.merge(labels, new Newest(time, value), Newest::later));
		boolean known = !pods.isEmpty()
				&& pods.values().stream().allMatch((newest) -> newest.time() >= since.toEpochMilli());
		return known ? OptionalLong.of(Math.round(pods.values().stream().mapToDouble(Newest::value).sum()))
				: OptionalLong.empty();
	}

	private record Newest(long time, double value) {

		Newest later(Newest other) {
			return (other.time > this.time) ? other : this;
		}

	}

}
