package dev.agentservice.rollout.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.agentservice.rollout.cluster.Cluster;
import dev.agentservice.rollout.cluster.Cluster.JsonPatch;
import dev.agentservice.rollout.cluster.KubectlException;
import dev.agentservice.rollout.cluster.Route;
import dev.agentservice.rollout.cluster.Situation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes the state, together with the weights and the newest lines of the log: one
 * patch, which is refused if any of them is another by now.
 */
public final class Transitions {

	private static final int KEPT = 50;

	/** Each warning has one. */
	private static final String RUNBOOK = " (docs/runbooks/%s.md)";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final Cluster cluster;

	private final Listener listener;

	private final Map<String, Instant> paged = new HashMap<>();

	Transitions(Cluster cluster, Listener listener) {
		this.cluster = cluster;
		this.listener = listener;
	}

	/**
	 * Goes on to another state; the weights stay.
	 * @throws KubectlException if the route is another by now, or that is not known
	 */
	void move(Situation now, RolloutState next) throws KubectlException {
		change(now, next, now.route().change(next.json()));
	}

	/**
	 * The same, with other weights.
	 * @throws KubectlException if the route is another by now, or that is not known
	 */
	void move(Situation now, RolloutState next, int canaryWeight) throws KubectlException {
		change(now, next, now.route().change(next.json(), canaryWeight));
	}

	/**
	 * The same, with all traffic for stable, in whatever rules it is shared.
	 * @return whether there was a rule to change
	 * @throws KubectlException if the route is another by now, or that is not known
	 */
	boolean moveBack(Situation now, RolloutState next) throws KubectlException {
		Optional<JsonPatch> patch = now.route().back(next.json());
		if (patch.isPresent()) {
			change(now, next, patch.get());
		}
		return patch.isPresent();
	}

	/** Writes a line into the log. */
	void note(String line) {
		this.listener.line(line);
	}

	/**
	 * Notes that something cannot be measured, or no longer is as it was set.
	 * @return whether that has lasted longer than a grace
	 */
	boolean isLasting(Situation now, RolloutState state, String problem, Duration grace) throws KubectlException {
		if (state.errorSince() == 0) {
			this.listener.line(JSON.createObjectNode()
				.put("time", now.now().toString())
				.put("id", state.id())
				.put("in_error", problem)
				.toString());
			move(now, state.with((draft) -> draft.errorSince = now.now().getEpochSecond()));
			return false;
		}
		return now.now().getEpochSecond() - state.errorSince() > grace.toSeconds();
	}

	/** Tells people of something that only they can mend, once a minute. */
	void page(Situation now, RolloutState state, String problem) {
		Instant before = this.paged.getOrDefault(problem, Instant.MIN);
		if (before.isAfter(now.now().minusSeconds(60)) && !before.isAfter(now.now())) {
			return;
		}
		this.paged.clear();
		this.paged.put(problem, now.now());
		this.listener.line(JSON.createObjectNode()
			.put("time", now.now().toString())
			.put("id", state.id())
			.put("stuck", problem)
			.toString());
		this.listener.stuck(state, problem, now.now());
		try {
			this.cluster.event("RolloutStuck", problem + RUNBOOK.formatted("RolloutStuck"), true,
					now.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
		}
		catch (KubectlException ex) {
			this.listener.line(JSON.createObjectNode().put("event_failed", ex.getMessage()).toString());
		}
	}

	private void change(Situation now, RolloutState next, JsonPatch patch) throws KubectlException {
		ObjectNode line = line(now.now(), next);
		patch.add("/metadata/annotations/" + Route.LOG.replace("/", "~1"), newest(now.route(), line));
		this.cluster.patch("httproute", Cluster.STABLE, patch);
		this.listener.line(line.toString());
		this.listener.changed(RolloutState.parse(now.route().annotation(Route.STATE)), next, now.now());
		tell(now.now(), next);
	}

	/** Nothing depends on it. */
	private void tell(Instant now, RolloutState next) throws KubectlException {
		RolloutState.Releases releases = next.releases();
		boolean warning = next.phase() == Phase.HELD || next.phase() == Phase.ROLLING_BACK;
		String reason = "Rollout" + next.phase().name().charAt(0)
				+ next.phase().name().substring(1).toLowerCase(java.util.Locale.ROOT).replace("_", "");
		try {
			this.cluster.event(reason,
					"%s to %s, step %d, canary %d %%: %s%s".formatted(releases.stable(), releases.canary(),
							next.step() + 1, next.weight(), next.reason(), warning ? RUNBOOK.formatted(reason) : ""),
					warning, now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
		}
		catch (KubectlException ex) {
			this.listener.line(JSON.createObjectNode().put("event_failed", ex.getMessage()).toString());
		}
	}

	private static ObjectNode line(Instant now, RolloutState next) {
		return JSON.createObjectNode()
			.put("time", now.toString())
			.put("id", next.id())
			.put("phase", JSON.valueToTree(next.phase()).asString())
			.put("step", next.step())
			.put("weight", next.weight())
			.put("epoch", next.epoch())
			.put("reason", next.reason());
	}

	private static String newest(Route route, ObjectNode line) {
		List<JsonNode> lines = new ArrayList<>(lines(route.annotation(Route.LOG)));
		lines.add(line);
		ArrayNode kept = JSON.createArrayNode();
		lines.subList(Math.max(0, lines.size() - KEPT), lines.size()).forEach(kept::add);
		return kept.toString();
	}

	/** The lines of an annotation, the oldest first. */
	public static List<JsonNode> lines(@Nullable String annotation) {
		try {
			return (annotation != null) ? JSON.readTree(annotation).valueStream().toList() : List.of();
		}
		catch (JacksonException _) {
			return List.of();
		}
	}

	/**
	 * Hears of a rollout. Nothing waits for it: it must neither block nor fail.
	 */
	public interface Listener {

		/** A line of the log, in JSON but for messages of {@code kubectl}. */
		void line(String line);

		/** The state at a look, before anything is done. */
		default void looked(RolloutState state, Instant now) {
		}

		/**
		 * Another state was written.
		 * @param before the one before; nothing if this is the first
		 */
		default void changed(@Nullable RolloutState before, RolloutState state, Instant now) {
		}

		/** Something that only people can mend. */
		default void stuck(RolloutState state, String problem, Instant now) {
		}

	}

}
