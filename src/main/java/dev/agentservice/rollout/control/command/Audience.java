package dev.agentservice.rollout.control.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.function.Consumer;

import dev.agentservice.rollout.control.Phase;
import dev.agentservice.rollout.control.RolloutState;
import dev.agentservice.rollout.control.Transitions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that is told of a rollout: lines of its log, metrics, and messages to people where
 * something was decided, or has to be.
 */
final class Audience implements Transitions.Listener {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final Path log;

	private final Consumer<String> out;

	private final Consumer<String> err;

	private final @Nullable RolloutMetrics metrics;

	private final Notifier notifier;

	Audience(Path reports, Consumer<String> out, Consumer<String> err, @Nullable RolloutMetrics metrics,
			Notifier notifier) {
		this.log = reports.resolve("rollout-log.jsonl");
		this.out = out;
		this.err = err;
		this.metrics = metrics;
		this.notifier = notifier;
	}

	@Override
	public void line(String line) {
		this.out.accept(line);
		try {
			Files.createDirectories(this.log.getParent());
			Files.writeString(this.log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			this.err.accept("the log cannot be written: " + ex.getMessage());
		}
	}

	@Override
	public void looked(RolloutState state, Instant now) {
		if (this.metrics != null) {
			try {
				this.metrics.write(state, now);
			}
			catch (IOException ex) {
				this.err.accept("the metrics cannot be written: " + ex);
			}
		}
	}

	@Override
	public void changed(@Nullable RolloutState before, RolloutState state, Instant now) {
		looked(state, now);
		boolean another = before == null || before.phase() != state.phase() || !before.reason().equals(state.reason());
		boolean decided = state.phase() == Phase.HELD || state.phase() == Phase.ROLLING_BACK || state.phase().isLast();
		if (another && decided) {
			tell(state, state.reason(), now);
		}
	}

	@Override
	public void stuck(RolloutState state, String problem, Instant now) {
		tell(state, problem, now);
	}

	/** {@code text} is what chats show; the rest is for programs. */
	private void tell(RolloutState state, String reason, Instant now) {
		RolloutState.Releases releases = state.releases();
		String phase = JSON.valueToTree(state.phase()).asString();
		ObjectNode message = JSON.createObjectNode()
			.put("text",
					"Rollout of %s (%s before): %s at %d %%: %s".formatted(releases.canary(), releases.stable(),
							phase.replace('_', ' '), state.weight(), reason))
			.put("time", now.toString())
			.put("id", state.id())
			.put("phase", phase)
			.put("step", state.step() + 1)
			.put("weight", state.weight())
			.put("stable", releases.stable())
			.put("canary", releases.canary())
			.put("reason", reason);
		this.notifier.tell(message.toString());
	}

}
