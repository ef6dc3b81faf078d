package dev.agentservice.rollout.control.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Locale;

import dev.agentservice.rollout.control.Phase;
import dev.agentservice.rollout.control.RolloutState;
import dev.agentservice.rollout.judge.JudgeState;
import dev.agentservice.rollout.judge.Verdict.Outcome;
import dev.agentservice.rollout.judge.metric.MetricState;
import org.jspecify.annotations.Nullable;

/**
 * What the controller wants and what the judge knows, in a file for the textfile
 * collector of Prometheus' node exporter. A file needs no port that somebody would have
 * to let in, and stays when the controller ends: its age shows that, too. Where
 * Prometheus reaches the controller, {@link MetricsServer} answers with the same text.
 *
 * @see <a href="https://github.com/prometheus/node_exporter#textfile-collector">Textfile
 * collector</a>
 */
final class RolloutMetrics {

	private final @Nullable Path file;

	private final String namespace;

	private final JudgeFigures figures;

	/** For another thread. */
	private volatile String newest = "";

	/**
	 * Metrics of the rollout in a namespace.
	 * @param file where they are written, if anywhere
	 * @param figures what the judge has said
	 * @throws IllegalArgumentException if the collector would not read the file
	 */
	RolloutMetrics(@Nullable Path file, String namespace, JudgeFigures figures) {
		if (file != null && !file.toString().endsWith(".prom")) {
			throw new IllegalArgumentException("--metrics-file has to end with .prom, or the collector ignores it");
		}
		this.file = (file != null) ? file.toAbsolutePath() : null;
		this.namespace = namespace;
		this.figures = figures;
	}

	/** The metrics of the newest look; empty before the first. */
	String newest() {
		return this.newest;
	}

	/** Notes what is so now; a scrape sees all of it or the look before. */
	void write(RolloutState state, Instant now) throws IOException {
		this.newest = text(state, now);
		if (this.file != null) {
			Path written = this.file.resolveSibling(this.file.getFileName() + ".new");
			Files.writeString(written, this.newest);
			Files.move(written, this.file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
		}
	}

	private String text(RolloutState state, Instant now) {
		Family text = new Family(this.namespace);
		text.gauge("agent_rollout_weight", "The canary's traffic in percent, as the controller has set it")
			.sample("", state.weight());
		text.gauge("agent_rollout_weight_changed_seconds", "When that was set").sample("", state.weightSince());
		text.gauge("agent_rollout_looked_seconds", "When the controller has looked last")
			.sample("", now.getEpochSecond());
		text.gauge("agent_rollout_phase", "Where the rollout is: 1 for the present phase");
		for (Phase phase : Phase.values()) {
			text.sample(",phase=\"" + phase.name().toLowerCase(Locale.ROOT) + "\"", (phase == state.phase()) ? 1 : 0);
		}
		text.begin("agent_rollout_verdicts_total", "counter", "How often the judge has come to a verdict");
		for (Outcome outcome : Outcome.values()) {
			text.sample(",verdict=\"" + outcome + "\"", this.figures.verdicts(outcome));
		}
		JudgeState judged = this.figures.newest();
		if (judged != null && (state.phase() == Phase.STEPPING || state.phase() == Phase.HELD
				|| state.phase() == Phase.ROLLING_BACK)) {
			evidence(text, judged);
			text.gauge("agent_rollout_judged_seconds", "When that was judged")
				.sample("", this.figures.judgedAt().getEpochSecond());
		}
		return text.toString();
	}

	/**
	 * Only while there is something to compare, and on the way back, which it may be the
	 * reason for: an old number would look like a new one.
	 */
	private static void evidence(Family text, JudgeState judged) {
		text.gauge("agent_rollout_evidence", "Log evidence that the canary is worse; all: together, by their weights");
		for (MetricState metric : judged.metrics()) {
			if (metric.used()) {
				text.sample(",metric=\"" + metric.metric().key() + "\"", metric.evidence() - metric.bar());
			}
		}
		text.sample(",metric=\"all\"", judged.total());
		text.gauge("agent_rollout_evidence_bound", "The evidence of all that convicts the canary")
			.sample("", judged.bound());
	}

	/** Families in Prometheus' text format. */
	private static final class Family {

		private final StringBuilder text = new StringBuilder();

		private final String namespace;

		private String name = "";

		Family(String namespace) {
			this.namespace = namespace;
		}

		Family gauge(String name, String help) {
			return begin(name, "gauge", help);
		}

		Family begin(String name, String type, String help) {
			this.name = name;
			this.text.append("# HELP ").append(name).append(' ').append(help);
			this.text.append("\n# TYPE ").append(name).append(' ').append(type).append('\n');
			return this;
		}

		void sample(String labels, long value) {
			append(labels, Long.toString(value));
		}

		/** Evidence may be infinite: no bet was placed yet, or no number describes it. */
		void sample(String labels, double value) {
			String infinite = (value > 0) ? "+Inf" : "-Inf";
			append(labels, Double.isInfinite(value) ? infinite
					: Double.isNaN(value) ? "NaN" : String.format(Locale.ROOT, "%.4f", value));
		}

		private void append(String labels, String value) {
			this.text.append(this.name).append("{namespace=\"").append(this.namespace).append('"');
			this.text.append(labels).append("} ").append(value).append('\n');
		}

		@Override
		public String toString() {
			return this.text.toString();
		}

	}

}
