package dev.agentservice.run.event;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.run.event.store.StoredEvent;

/**
 * A client that notes what it is told, and leaves after so many events.
 */
final class RecordingSink implements EventSink {

	private final List<StoredEvent> events = new CopyOnWriteArrayList<>();

	private final AtomicInteger silences = new AtomicInteger();

	private final int leavesAfter;

	RecordingSink(int leavesAfter) {
		this.leavesAfter = leavesAfter;
	}

	RecordingSink() {
		this(Integer.MAX_VALUE);
	}

	List<StoredEvent> events() {
		return this.events;
	}

	List<Long> ids() {
		return this.events.stream().map(StoredEvent::id).toList();
	}

	int silences() {
		return this.silences.get();
	}

	@Override
	public void event(StoredEvent event) throws IOException {
		this.events.add(event);
		if (this.events.size() >= this.leavesAfter) {
			throw new IOException("The client has left");
		}
	}

	@Override
	public void flush() {
		// Everything was noted at once.
	}

	@Override
	public void silence() {
		this.silences.incrementAndGet();
	}

}
