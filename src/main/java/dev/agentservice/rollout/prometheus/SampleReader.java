package dev.agentservice.rollout.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Reads samples up to a moment, and goes on from there the next time. Each family is one
 * query with a range of at most ten minutes, so no answer is large.
 */
final class SampleReader {

	/** As long as an answer may be late, and two scrapes. */
	static final Duration OVERLAP = Duration.ofSeconds(90);

	private static final Duration LONGEST = Duration.ofMinutes(10);

	/** Samples that come later than this are not read any more. */
	private static final Duration LATEST = Duration.ofMinutes(10);

	private static final String HEALTH = "up";

	private static final List<String> FAMILIES = List.of("process_start_time_seconds", "agent_runs_seconds_count",
			"agent_runs_seconds_bucket", "agent_first_token_seconds_bucket", "agent_run_cost_usd_bucket",
			"agent_tool_calls_seconds_count", "agent_notices_total", "agent_runs_repeated_total",
			"agent_runs_lost_total");

	private final PrometheusClient client;

	private final String namespace;

	private final RawSamples samples;

	private Instant read;

	/** Has read nothing before a moment. */
	SampleReader(PrometheusClient client, String namespace, RawSamples samples, Instant from) {
		this.client = client;
		this.namespace = namespace;
		this.samples = samples;
		this.read = from;
	}

	/**
	 * Reads what has come since the last time.
	 * @throws UnmeasurableException if it could not; the next call reads all of it again
	 */
	void readUpTo(Instant now) throws UnmeasurableException {
		Instant from = this.read.minus(OVERLAP);
		while (from.isBefore(now)) {
			Duration range = Duration.between(from, now);
			range = (range.compareTo(LONGEST) > 0) ? LONGEST : range;
			// A whole number of seconds, as the selector has it; the beginning may
			// overlap.
			long seconds = Math.max(1, range.plusMillis(999).toSeconds());
			from = from.plus(range);
			for (String family : FAMILIES) {
				this.client.query(selector(family) + "[" + seconds + "s]", from, this.samples::add);
			}
			this.client.query("%s{namespace=\"%s\"}[%ds]".formatted(HEALTH, this.namespace, seconds), from,
					this.samples::addHealth);
		}
		Instant oldest = now.minus(LATEST);
		this.read = this.samples.newest(oldest.toEpochMilli())
			.map(Instant::ofEpochMilli)
			.filter((newest) -> newest.isBefore(now))
			.orElse(this.samples.isEmpty() ? oldest : now);
	}

	/**
	 * Up to when everything was read: where the replica ends whose samples come last, by
	 * the clock of the samples.
	 */
	Instant read() {
		return this.read;
	}

	/** How far Prometheus' clock is ahead of this machine's; negative if it is behind. */
	Duration ahead() {
		return this.client.ahead();
	}

	/** What is asked for, for the report. */
	List<String> queries() {
		return FAMILIES.stream().map(this::selector).toList();
	}

	private String selector(String family) {
		String succeeded = "agent_runs_seconds_bucket".equals(family) ? ",outcome=\"succeeded\"" : "";
		return "%s{namespace=\"%s\",track=~\"stable|canary\"%s}".formatted(family, this.namespace, succeeded);
	}

}
