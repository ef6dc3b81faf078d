package dev.agentservice.endtoend.load;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import dev.agentservice.endtoend.EventStream;
import dev.agentservice.endtoend.EventStream.Event;
import org.jspecify.annotations.Nullable;

/**
 * A client that follows one stream to its end, on a virtual thread of its own.
 */
final class Follower implements Runnable {

	/** Who connects faster measures how the system's queue of connections overflows. */
	private static final int CONNECTING_AT_ONCE = 50;

	private final Supplier<EventStream> source;

	private final Semaphore slots;

	private final List<Event> events = Collections.synchronizedList(new ArrayList<>());

	private volatile @Nullable EventStream stream;

	private volatile @Nullable String failure;

	private volatile boolean over;

	private Follower(Supplier<EventStream> source, Semaphore slots) {
		this.source = source;
		this.slots = slots;
	}

	/** Starts so many; the function opens the stream of each. */
	static List<Follower> start(int count, IntFunction<EventStream> source) {
		Semaphore slots = new Semaphore(CONNECTING_AT_ONCE);
		List<Follower> followers = IntStream.range(0, count)
			.mapToObj((i) -> new Follower(() -> source.apply(i), slots))
			.toList();
		followers.forEach(Thread::startVirtualThread);
		return followers;
	}

	@Override
	public void run() {
		try {
			EventStream opened = open();
			for (Event event = opened.next(); event != null; event = opened.next()) {
				this.events.add(event);
			}
		}
		catch (UncheckedIOException | IllegalStateException ex) {
			this.failure = ex.toString();
		}
		finally {
			this.over = true;
		}
	}

	/** Whether it has an answer's head and has not seen its end. */
	boolean connected() {
		return this.stream != null && !this.over;
	}

	boolean over() {
		return this.over;
	}

	/** Everything it was told so far. */
	List<Event> events() {
		synchronized (this.events) {
			return List.copyOf(this.events);
		}
	}

	int eventCount() {
		return this.events.size();
	}

	/** How many comment lines it got so far. */
	int comments() {
		EventStream opened = this.stream;
		return (opened != null) ? opened.comments() : 0;
	}

	/** The run it follows, as soon as it is connected. */
	String runId() {
		EventStream opened = this.stream;
		return (opened != null) ? opened.runId() : "";
	}

	/** Why it could not follow to the end; null if it could, or still does. */
	@Nullable String failure() {
		return this.failure;
	}

	private EventStream open() {
		this.slots.acquireUninterruptibly();
		try {
			EventStream opened = this.source.get();
			if (opened.status() != 200) {
				throw new IllegalStateException("status " + opened.status() + ": " + opened.body());
			}
			this.stream = opened;
			return opened;
		}
		finally {
			this.slots.release();
		}
	}

}
