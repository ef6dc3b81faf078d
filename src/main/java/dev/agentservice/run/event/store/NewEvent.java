package dev.agentservice.run.event.store;

import dev.agentservice.agent.RunEvent;

/**
 * An event that has no number yet.
 *
 * @param type its name, for example {@code answer.delta}
 * @param data its data, as JSON
 * @param text the text that it adds to the answer; empty unless the type is
 * {@code answer.delta}
 */
public record NewEvent(String type, String data, String text) {

	/** An event that adds nothing to the answer. */
	public NewEvent(String type, String data) {
		this(type, data, "");
	}

	/**
	 * An event of the loop, as clients get it.
	 * @throws IllegalArgumentException for the last event, which is built from the run's
	 * outcome
	 */
	public static NewEvent of(RunEvent event) {
		return EventJson.of(event);
	}

	/** Its approximate size in memory, in bytes. */
	public int size() {
		return this.type.length() + this.data.length() + this.text.length();
	}

}
