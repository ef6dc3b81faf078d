package dev.agentservice.run.event.store;

import dev.agentservice.agent.RunEvent;

/**
 * An event that has no number yet.
 *
 * @param type its name, for example {@code answer.delta}
 * @param data what happened, as JSON
 * @param text what it adds to the answer; empty unless the type is {@code answer.delta}
 */
public record NewEvent(String type, String data, String text) {

	/** An event that adds nothing to the answer. */
	public NewEvent(String type, String data) {
		this(type, data, "");
	}

	/**
	 * An event of the loop, as clients are told.
	 * @throws IllegalArgumentException for the last event, which is the run's to say
	 */
	public static NewEvent of(RunEvent event) {
		return EventJson.of(event);
	}

	/** Roughly what it takes up, in bytes. */
	public int size() {
		return this.type.length() + this.data.length() + this.text.length();
	}

}
