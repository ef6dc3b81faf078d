package dev.agentservice.rollout.control.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Locale;

import dev.agentservice.rollout.control.Phase;
import dev.agentservice.rollout.control.RolloutState;

/**
 * What the controller wants, in a file for the textfile collector of Prometheus' node
 * exporter. A file needs no port that somebody would have to let in, and stays when the
 * controller ends: its age shows that, too.
 *
 * @see <a href="https://github.com/prometheus/node_exporter#textfile-collector">Textfile
 * collector</a>
 */
final class RolloutMetrics {

	private final Path file;

	private final String namespace;

	/**
	 * Metrics of the rollout in a namespace.
	 * @throws IllegalArgumentException if the collector would not read the file
	 */
	RolloutMetrics(Path file, String namespace) {
		if (!file.toString().endsWith(".prom")) {
			throw new IllegalArgumentException("--metrics-file has to end with .prom, or the collector ignores it");
		}
		this.file = file.toAbsolutePath();
		this.namespace = namespace;
	}

	/** Writes what is wanted now; a scrape sees the whole file or the one before. */
	void write(RolloutState state, Instant now) throws IOException {
		Path written = this.file.resolveSibling(this.file.getFileName() + ".new");
		Files.writeString(written, text(state, now));
		Files.move(written, this.file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
	}

	private String text(RolloutState state, Instant now) {
		StringBuilder text = new StringBuilder();
		metric(text, "agent_rollout_weight", "The canary's traffic in percent, as the controller has set it", "",
				state.weight());
		metric(text, "agent_rollout_weight_changed_seconds", "When that was set", "", state.weightSince());
		metric(text, "agent_rollout_looked_seconds", "When the controller has looked last", "", now.getEpochSecond());
		text.append("# HELP agent_rollout_phase Where the rollout is: 1 for the present phase\n")
			.append("# TYPE agent_rollout_phase gauge\n");
		for (Phase phase : Phase.values()) {
			sample(text, "agent_rollout_phase", ",phase=\"" + phase.name().toLowerCase(Locale.ROOT) + "\"",
					(phase == state.phase()) ? 1 : 0);
		}
		return text.toString();
	}

	private void metric(StringBuilder text, String name, String help, String labels, long value) {
		text.append("# HELP %s %s%n# TYPE %s gauge%n".formatted(name, help, name).replace("\r", ""));
		sample(text, name, labels, value);
	}

	private void sample(StringBuilder text, String name, String labels, long value) {
		text.append("%s{namespace=\"%s\"%s} %d\n".formatted(name, this.namespace, labels, value));
	}

}
