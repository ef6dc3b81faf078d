package dev.agentservice.run.event;

import dev.agentservice.run.event.store.EventBlock;
import dev.agentservice.run.event.store.EventStore;
import dev.agentservice.run.event.store.LogOwner;
import dev.agentservice.run.event.store.NewEvent;
import dev.agentservice.run.record.RunEventProperties;

import org.springframework.stereotype.Component;

/**
 * Opens the logs of runs this replica works on.
 */
@Component
public final class EventLogs {

	private final EventStore store;

	private final EventSignals signals;

	private final RunEventProperties properties;

	private final StreamMetrics metrics;

	EventLogs(EventStore store, EventSignals signals, RunEventProperties properties, StreamMetrics metrics) {
		this.store = store;
		this.signals = signals;
		this.properties = properties;
		this.metrics = metrics;
	}

	/**
	 * Opens the log of one attempt.
	 * @param owner who writes
	 * @param first the number of the attempt's first event
	 * @param lost called once, on a thread of its own, if the owner has been fenced off:
	 * nothing more is written
	 */
	public EventLog open(LogOwner owner, long first, Runnable lost) {
		return new EventLog(owner, first, lost, this.store, this.signals, this.properties, this.metrics);
	}

	/**
	 * An event after all that are stored when it arrives, for the reaper, which ends a
	 * run without having written its log. To be sent by a script that can run only once.
	 */
	public EventBlock next(NewEvent event) {
		return EventBlock.next(this.properties).and(event);
	}

	/** A block without events, for runs that have no log. */
	public EventBlock none() {
		return EventBlock.next(this.properties);
	}

}
