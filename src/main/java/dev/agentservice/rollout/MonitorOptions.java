package dev.agentservice.rollout;

import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.agentservice.rollout.policy.PolicyReader;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.prometheus.PrometheusSettings;
import dev.agentservice.rollout.sample.ReplayStep;
import dev.agentservice.rollout.sample.Track;
import org.jspecify.annotations.Nullable;

/**
 * What {@code scripts/monitor-canary} was called with.
 *
 * @param prometheus where the samples are
 * @param policy what the release has to show
 * @param steps the canary's weights and how long each lasts
 * @param start when it got the first, in whole seconds
 * @param expected the release of each track, where it was named
 * @param lag how long after its time a sample may appear in Prometheus
 * @param atMost after this time the judgement is cut short
 * @param report where the report is written, if anywhere
 */
record MonitorOptions(PrometheusSettings prometheus, RolloutPolicy policy, List<ReplayStep> steps, Instant start,
		Map<Track, String> expected, Duration lag, Duration atMost, @Nullable Path report) {

	private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(s|m|h)");

	private static final Pattern STEP = Pattern.compile("([0-9]{1,2}):(.+)");

	MonitorOptions {
		steps = List.copyOf(steps);
		expected = Map.copyOf(expected);
	}

	/**
	 * Reads the arguments; the first is the policy that counts without {@code --policy}.
	 * @throws IllegalArgumentException if they are wrong
	 */
	static MonitorOptions parse(List<String> arguments, Instant now) {
		Builder builder = new Builder(now);
		Iterator<String> rest = arguments.iterator();
		builder.policy = Path.of(rest.next());
		while (rest.hasNext()) {
			String name = rest.next();
			if (!rest.hasNext()) {
				throw new IllegalArgumentException(name + " is unknown, or needs a value");
			}
			builder.take(name, rest.next());
		}
		return builder.build();
	}

	/** Reads a time such as {@code 30m}. */
	static Duration duration(String name, String text) {
		Matcher matcher = DURATION.matcher(text);
		Duration duration = matcher.matches() ? Duration.parse("PT" + matcher.group(1) + matcher.group(2))
				: Duration.ZERO;
		if (duration.isZero()) {
			throw new IllegalArgumentException("%s: %.40s is no time such as 90s, 30m or 2h".formatted(name, text));
		}
		return duration;
	}

	/** How long all steps last. */
	Duration length() {
		return Duration.ofMillis(Math.round(1000 * this.steps.stream().mapToDouble(ReplayStep::seconds).sum()));
	}

	private static final class Builder {

		private Path policy = Path.of("");

		private final List<ReplayStep> steps = new ArrayList<>();

		private final Map<Track, String> expected = new EnumMap<>(Track.class);

		private @Nullable URI url;

		private String namespace = "agent-service";

		private @Nullable Path tokenFile;

		private @Nullable Path authorities;

		private Duration timeout = Duration.ofSeconds(10);

		private Duration lag = Duration.ofSeconds(10);

		private @Nullable Duration atMost;

		private Instant start;

		private @Nullable Path report;

		Builder(Instant now) {
			this.start = Instant.ofEpochSecond(now.getEpochSecond());
		}

		void take(String name, String value) {
			switch (name) {
				case "--prometheus" -> this.url = URI.create(value);
				case "--namespace" -> this.namespace = value;
				case "--token-file" -> this.tokenFile = Path.of(value);
				case "--ca-file" -> this.authorities = Path.of(value);
				case "--timeout" -> this.timeout = duration(name, value);
				case "--policy" -> this.policy = Path.of(value);
				case "--step" -> this.steps.add(step(value));
				case "--start" -> this.start = instant(value);
				case "--stable-version" -> this.expected.put(Track.STABLE, value);
				case "--canary-version" -> this.expected.put(Track.CANARY, value);
				case "--lag" -> this.lag = duration(name, value);
				case "--at-most" -> this.atMost = duration(name, value);
				case "--report" -> this.report = Path.of(value);
				default -> throw new IllegalArgumentException("unknown argument " + name);
			}
		}

		MonitorOptions build() {
			if (this.url == null) {
				throw new IllegalArgumentException("--prometheus URL is missing");
			}
			RolloutPolicy rules = PolicyReader.read(this.policy);
			if (this.steps.isEmpty()) {
				rules.steps()
					.forEach((step) -> this.steps.add(new ReplayStep(step.weight(), (double) step.hold().toSeconds())));
			}
			Duration most = (this.atMost != null) ? this.atMost : Duration.ofDays(7);
			return new MonitorOptions(
					new PrometheusSettings(this.url, this.namespace, this.tokenFile, this.authorities, this.timeout),
					rules, this.steps, this.start, this.expected, this.lag, most, this.report);
		}

		private static ReplayStep step(String text) {
			Matcher matcher = STEP.matcher(text);
			if (!matcher.matches() || "0".equals(matcher.group(1))) {
				throw new IllegalArgumentException(
						"--step: %.40s is no weight and time such as 10:30m".formatted(text));
			}
			Duration hold = duration("--step", matcher.group(2));
			if (hold.toSeconds() < 15) {
				throw new IllegalArgumentException("--step: a step lasts at least 15s");
			}
			return new ReplayStep(Integer.parseInt(matcher.group(1)), (double) hold.toSeconds());
		}

		private static Instant instant(String text) {
			try {
				return text.matches("[0-9]{1,11}") ? Instant.ofEpochSecond(Long.parseLong(text)) : Instant.parse(text);
			}
			catch (DateTimeException ex) {
				throw new IllegalArgumentException(
						"--start: %.40s is no time such as 2026-01-31T12:00:00Z".formatted(text), ex);
			}
		}

	}

}
