package dev.agentservice.run.execution;

import java.time.Duration;
import java.util.function.Consumer;

import dev.agentservice.agent.RunEvent;
import dev.agentservice.run.event.store.EventBlock;

/**
 * What is told of a run while it works. Used by the run's thread only.
 */
interface EventRecorder extends Consumer<RunEvent>, AutoCloseable {

	/**
	 * Ends the telling.
	 * @param patience how long to wait for what is on its way to be stored
	 * @return what is not stored yet, to be stored together with the run's end
	 */
	EventBlock rest(Duration patience);

	/** That rest is stored, and the last event with it. */
	void stored(EventBlock rest);

	@Override
	void close();

}
