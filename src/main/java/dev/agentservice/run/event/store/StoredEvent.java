package dev.agentservice.run.event.store;

import java.util.Set;

import org.springframework.modulith.NamedInterface;

/**
 * An event of a run as it is stored in the run's log.
 *
 * @param id its number, from 1, rising by 1 over the life of the run
 * @param type its name, for example {@code answer.delta}
 * @param data its data, as JSON
 */
@NamedInterface("event")
public record StoredEvent(long id, String type, String data) {

	private static final Set<String> TERMINAL = Set.of("run.completed", "run.failed", "run.cancelled");

	/** Whether it is the last of its run's attempt. */
	public boolean terminal() {
		return TERMINAL.contains(this.type);
	}

}
