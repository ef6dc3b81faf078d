package dev.agentservice.rollout.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that a controller has to know of its predecessor.
 *
 * @param id its name
 * @param releases what is compared
 * @param policy the SHA-256 of the policy's file
 * @param phase where it is
 * @param since when that began, in seconds of the epoch
 * @param step the step, counted from 0
 * @param until when the step ends, in seconds of the epoch
 * @param granted the highest step that was passed, by the judge or a person; -1 for none
 * @param judgedFrom the step that the evidence begins with
 * @param timeline the canary's weights since then
 * @param epoch the number of the controller
 * @param extensions how often a step was extended
 * @param pin stable's least number of replicas, while it is pinned
 * @param needed how many replicas stable needs for all traffic, on the way back
 * @param ending what the way back ends with
 * @param despite whether a person has promoted it despite a FAIL
 * @param wanted what a way back that was refused is to end with
 * @param errorSince since when it cannot be measured, in seconds of the epoch; 0 if it
 * can
 * @param order the order that was looked at last
 * @param answer what became of that
 * @param who who started it
 * @param why for what reason
 * @param reason why it is in this phase
 */
public record RolloutState(String id, Releases releases, String policy, Phase phase, long since, int step, long until,
		int granted, int judgedFrom, List<Mark> timeline, long epoch, int extensions, @Nullable Pin pin, int needed,
		Phase ending, boolean despite, @Nullable Phase wanted, long errorSince, @Nullable String order,
		@Nullable String answer, String who, String why, String reason) {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	public RolloutState {
		timeline = List.copyOf(timeline);
	}

	/**
	 * Reads an annotation.
	 * @return nothing if there is none
	 * @throws IllegalStateException if it is none of ours
	 */
	public static @Nullable RolloutState parse(@Nullable String annotation) {
		try {
			return (annotation == null || annotation.isBlank()) ? null : JSON.readValue(annotation, RolloutState.class);
		}
		catch (JacksonException ex) {
			throw new IllegalStateException("the annotation agent-service/rollout of the route is no state of ours;"
					+ " remove it once the weights are 100 and 0", ex);
		}
	}

	/** As an annotation. */
	String json() {
		return JSON.writeValueAsString(this);
	}

	/** What the weight of the canary has to be now. */
	public int weight() {
		return this.timeline.isEmpty() ? 0 : this.timeline.getLast().weight();
	}

	/** Since when it has to be so, in seconds of the epoch. */
	public long weightSince() {
		return this.timeline.isEmpty() ? this.since : this.timeline.getLast().time();
	}

	/**
	 * What objects are marked with, so that later changes of another controller, or of
	 * the way that was given up, are refused.
	 */
	String fence() {
		boolean back = this.phase == Phase.ROLLING_BACK || this.phase == Phase.ROLLED_BACK
				|| this.phase == Phase.ABORTED;
		return back ? this.epoch + "-back" : Long.toString(this.epoch);
	}

	/** When the evidence begins. */
	public Instant start() {
		return Instant.ofEpochSecond(this.timeline.getFirst().time());
	}

	/** The same in another phase. */
	RolloutState to(Phase next, Instant now, String reason) {
		return with((draft) -> {
			draft.phase = next;
			draft.since = now.getEpochSecond();
			draft.reason = reason;
		});
	}

	/** A weight from now on. */
	RolloutState weighing(int weight, Instant now) {
		return with((draft) -> draft.timeline.add(new Mark(now.getEpochSecond(), weight)));
	}

	/**
	 * Evidence from now on only: what was measured before is none, and grants nothing.
	 */
	RolloutState judgedFromNow(Instant now) {
		return with((draft) -> {
			draft.judgedFrom = this.step;
			draft.granted = Math.min(draft.granted, this.step - 1);
			draft.timeline = new ArrayList<>(List.of(new Mark(now.getEpochSecond(), weight())));
		});
	}

	/** The same but for what is changed of a draft. */
	RolloutState with(Consumer<Draft> change) {
		Draft draft = new Draft(this);
		change.accept(draft);
		return new RolloutState(this.id, this.releases, this.policy, draft.phase, draft.since, draft.step, draft.until,
				draft.granted, draft.judgedFrom, draft.timeline, draft.epoch, draft.extensions, draft.pin, draft.needed,
				draft.ending, draft.despite, draft.wanted, draft.errorSince, draft.order, draft.answer, this.who,
				this.why, draft.reason);
	}

	/** What changes in the course of a rollout. */
	static final class Draft {

		Phase phase;

		long since;

		int step;

		long until;

		int granted;

		int judgedFrom;

		List<Mark> timeline;

		long epoch;

		int extensions;

		@Nullable Pin pin;

		int needed;

		Phase ending;

		boolean despite;

		@Nullable Phase wanted;

		long errorSince;

		@Nullable String order;

		@Nullable String answer;

		String reason;

		private Draft(RolloutState state) {
			this.phase = state.phase;
			this.since = state.since;
			this.step = state.step;
			this.until = state.until;
			this.granted = state.granted;
			this.judgedFrom = state.judgedFrom;
			this.timeline = new ArrayList<>(state.timeline);
			this.epoch = state.epoch;
			this.extensions = state.extensions;
			this.pin = state.pin;
			this.needed = state.needed;
			this.ending = state.ending;
			this.despite = state.despite;
			this.wanted = state.wanted;
			this.errorSince = state.errorSince;
			this.order = state.order;
			this.answer = state.answer;
			this.reason = state.reason;
		}

	}

	/** A change of weight. */
	public record Mark(long time, int weight) {
	}

	/**
	 * What is compared.
	 *
	 * @param stableReadable the newest version of stored state that the old release reads
	 */
	public record Releases(String stable, String stableImage, int stableReadable, String canary, String canaryImage,
			int canaryReadable) {
	}

	/**
	 * Stable is not scaled below what it had.
	 *
	 * @param original the minimum before
	 * @param pinned the minimum now
	 * @param until when it is restored, in seconds of the epoch; 0 while it is needed
	 */
	public record Pin(int original, int pinned, long until) {
	}

}
