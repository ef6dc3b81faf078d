package dev.agentservice.run.execution;

import java.time.Duration;

import dev.agentservice.agent.Cancellation;
import dev.agentservice.agent.RunEvent;
import dev.agentservice.run.event.ClientPresence;
import dev.agentservice.run.event.EventLog;
import dev.agentservice.run.event.EventLogs;
import dev.agentservice.run.event.store.EventBlock;
import dev.agentservice.run.event.store.LogOwner;
import dev.agentservice.run.event.store.NewEvent;
import dev.agentservice.run.order.RunOrder;
import dev.agentservice.run.owner.script.OwnedRun;

import org.springframework.stereotype.Component;

/**
 * Streamed runs append their events to the event log; other runs record none.
 */
@Component
class EventRecorders {

	private final EventLogs logs;

	private final ClientPresence presence;

	EventRecorders(EventLogs logs, ClientPresence presence) {
		this.logs = logs;
		this.presence = presence;
	}

	/**
	 * Starts to record the events of a run, and cancels the run when it has no reader any
	 * more. To be called before the run can be read: a reader has to know whether its
	 * run's events are recorded on this replica.
	 */
	EventRecorder of(OwnedRun owned, Cancellation cancellation) {
		RunOrder.Delivery delivery = owned.order().delivery();
		if (!delivery.logged()) {
			return new NoRecorder(this.logs.none());
		}
		LogOwner owner = new LogOwner(owned.user(), owned.id(), owned.session().epoch(), owned.attempt());
		EventLog log = this.logs.open(owner, owned.first(), () -> cancellation.cancel(Cancellation.Reason.LEASE_LOST));
		Runnable left = () -> cancellation.cancel(Cancellation.Reason.CLIENT_LEFT);
		return new LogRecorder(log, switch (delivery.onDisconnect()) {
			case CANCEL -> this.presence.watch(owned.user(), owned.id(), left);
			case CANCEL_AT_ONCE -> this.presence.watch(owned.user(), owned.id(), Duration.ZERO, left);
			case DETACH -> () -> {
				// No reader is needed.
			};
		});
	}

	/** Records no events. */
	private record NoRecorder(EventBlock nothing) implements EventRecorder {

		@Override
		public void accept(RunEvent event) {
			// The plain answer has all of it.
		}

		@Override
		public EventBlock rest(Duration patience) {
			return this.nothing;
		}

		@Override
		public void stored(EventBlock rest) {
			// There is none.
		}

		@Override
		public void close() {
			// Nothing was opened.
		}

	}

	/** Appends the events to the log, where clients read them. */
	private record LogRecorder(EventLog log, ClientPresence.Watch watch) implements EventRecorder {

		@Override
		public void accept(RunEvent event) {
			this.log.accept(NewEvent.of(event));
		}

		@Override
		public EventBlock rest(Duration patience) {
			return this.log.drain(patience);
		}

		@Override
		public void stored(EventBlock rest) {
			this.log.stored(rest);
		}

		@Override
		public void close() {
			this.watch.close();
			this.log.close();
		}

	}

}
