package dev.agentservice.run.event.store;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.run.record.RunEventProperties;

/**
 * Events that are stored in one step, as the Lua function {@code append_events} takes
 * them. A block whose first number is known may be sent again: events that are stored
 * already are skipped.
 */
public final class EventBlock {

	private static final long NEXT = -1;

	private final long first;

	private final List<NewEvent> events;

	private final RunEventProperties limits;

	/**
	 * A block with a known first number.
	 * @param first the number of its first event
	 */
	public EventBlock(long first, List<NewEvent> events, RunEventProperties limits) {
		this.first = first;
		this.events = List.copyOf(events);
		this.limits = limits;
	}

	/**
	 * A block after all events that are stored when it arrives. It must not be sent
	 * twice.
	 */
	public static EventBlock next(RunEventProperties limits) {
		return new EventBlock(NEXT, List.of(), limits);
	}

	/** This block with one more event at its end. */
	public EventBlock and(NewEvent event) {
		return and(List.of(event));
	}

	/** This block with more events at its end. */
	public EventBlock and(List<NewEvent> more) {
		List<NewEvent> all = new ArrayList<>(this.events);
		all.addAll(more);
		return new EventBlock(this.first, all, this.limits);
	}

	/** How many events it holds. */
	public int size() {
		return this.events.size();
	}

	/** The script's arguments, which come after all others. */
	public List<Object> arguments() {
		List<Object> arguments = new ArrayList<>(4 + 3 * this.events.size());
		arguments.add((this.first != NEXT) ? this.first : "");
		arguments.add(this.limits.maxEvents());
		arguments.add(this.limits.ttl().toMillis());
		arguments.add(this.events.size());
		this.events.forEach((event) -> arguments.addAll(List.of(event.type(), event.data(), event.text())));
		return arguments;
	}

	/** The number of the event after the block. */
	public long end() {
		return this.first + this.events.size();
	}

}
