package dev.agentservice.rollout.control;

import java.util.Optional;
import java.util.Set;

import dev.agentservice.rollout.cluster.Situation;
import dev.agentservice.rollout.policy.RolloutPolicy;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a person wants, as an annotation of the route.
 *
 * @param id its name
 * @param what {@code hold}, {@code resume}, {@code promote} or {@code abort}
 * @param who who wants it
 * @param why for what reason
 * @param despite whether what looks worse than stable does not matter in this step
 * @param rollout the rollout that it was given to
 * @param step the step that it was given in, counted from 0
 */
public record Order(String id, String what, String who, String why, boolean despite, String rollout, int step) {

	static final Set<String> KNOWN = Set.of("hold", "resume", "promote", "abort");

	private static final JsonMapper JSON = JsonMapper.builder().build();

	/** Reads an annotation; nothing if there is none that can be obeyed. */
	static @Nullable Order parse(@Nullable String annotation) {
		if (annotation == null) {
			return null;
		}
		try {
			Order order = JSON.readValue(annotation, Order.class);
			return (order.id != null && order.what != null && KNOWN.contains(order.what) && order.rollout != null)
					? order : null;
		}
		catch (JacksonException _) {
			return null;
		}
	}

	/** As an annotation. */
	public String json() {
		return JSON.writeValueAsString(this);
	}

	/** Why it cannot be obeyed, if so. */
	Optional<String> refusal(RolloutState state) {
		if (!state.id().equals(this.rollout)) {
			return Optional.of("it was given to another rollout");
		}
		boolean judged = state.phase() == Phase.STEPPING || state.phase() == Phase.HELD;
		boolean possible = switch (this.what) {
			case "abort" -> true;
			case "promote" -> judged && (state.wanted() == null || this.despite);
			case "resume" -> state.phase() == Phase.HELD && state.wanted() == null;
			default -> judged;
		};
		if (!possible) {
			return Optional.of("nothing can be done of it while the rollout is %s%s".formatted(state.phase(),
					(state.wanted() != null) ? " and a rollback is wanted" : ""));
		}
		return (this.what.equals("promote") && this.step != state.step())
				? Optional
					.of("it was given for step %d, and this is step %d".formatted(this.step + 1, state.step() + 1))
				: Optional.empty();
	}

	/** The state after an order that can be obeyed, and is none to abort. */
	RolloutState obeyed(RolloutState state, Situation at, RolloutPolicy policy) {
		return switch (this.what) {
			case "promote" -> {
				RolloutState judged = this.despite ? state.judgedFromNow(at.now()) : state;
				yield judged.to(Phase.STEPPING, at.now(), words()).with((draft) -> {
					draft.granted = state.step();
					draft.despite = this.despite;
					draft.wanted = null;
				});
			}
			case "resume" -> state.to(Phase.STEPPING, at.now(), words()).with((draft) -> {
				draft.granted = Math.min(draft.granted, state.step() - 1);
				draft.until = at.now().plus(policy.steps().get(state.step()).hold()).getEpochSecond();
			});
			default -> (state.phase() == Phase.STEPPING) ? state.to(Phase.HELD, at.now(), words()) : state;
		};
	}

	/** For the log. */
	String words() {
		return "%s ordered %s: %s".formatted(this.who, this.what, this.why);
	}

}
