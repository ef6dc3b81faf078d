package dev.agentservice.agent.journal;

import java.time.Duration;

import org.springframework.modulith.NamedInterface;

/**
 * One finished model or tool call.
 *
 * @param type what was called
 * @param name the model id or the tool's name
 * @param duration how long it took
 * @param outcome {@code ok}, or in a word what went wrong
 * @param costNano what it cost, in nano-USD; a failed model call may have cost something,
 * too
 * @param cached whether a tool was not called, because its result was known
 */
@NamedInterface("journal")
public record Step(Type type, String name, Duration duration, String outcome, long costNano, boolean cached) {

	/** The outcome of a call that did what it was asked. */
	public static final String OK = "ok";

	/** A call that was really made. */
	public Step(Type type, String name, Duration duration, String outcome, long costNano) {
		this(type, name, duration, outcome, costNano, false);
	}

	/**
	 * Whether it has a price: few tools have one, and what is found by words alone has
	 * none.
	 */
	public boolean isPriced() {
		return this.type == Type.MODEL || this.costNano > 0;
	}

	/** The same at another cost, in nano-USD. */
	public Step costing(long nano) {
		return new Step(this.type, this.name, this.duration, this.outcome, nano, this.cached);
	}

	/** What a step calls. */
	public enum Type {

		/** A language model. */
		MODEL,
		/** A tool. */
		TOOL,
		/** What is known, before the model is asked. */
		KNOWLEDGE

	}

}
