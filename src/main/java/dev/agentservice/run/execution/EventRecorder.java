package dev.agentservice.run.execution;

import java.time.Duration;
import java.util.function.Consumer;

import dev.agentservice.agent.RunEvent;
import dev.agentservice.run.event.store.EventBlock;

/**
 * Records the events of a run while it is executed. Used by the run's thread only.
 */
interface EventRecorder extends Consumer<RunEvent>, AutoCloseable {

	/**
	 * Ends the recording.
	 * @param patience the longest wait for events that are being stored
	 * @return the events that are not stored yet, to be stored together with the run's
	 * end
	 */
	EventBlock rest(Duration patience);

	/** Confirms that this rest is stored, and the last event with it. */
	void stored(EventBlock rest);

	@Override
	void close();

}
