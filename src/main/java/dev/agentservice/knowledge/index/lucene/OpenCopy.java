package dev.agentservice.knowledge.index.lucene;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A collection that was searched: its copy is there, is being made, or could not be made;
 * then another one has to take its place.
 */
final class OpenCopy implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(OpenCopy.class);

	private final FutureTask<CollectionCopy> made;

	private final AtomicBoolean begun = new AtomicBoolean();

	private volatile long usedAt = System.nanoTime();

	OpenCopy(Supplier<CollectionCopy> maker) {
		this.made = new FutureTask<>(() -> {
			CollectionCopy copy = maker.get();
			copy.follow();
			return copy;
		});
	}

	/**
	 * The copy; the first who wants it begins to make it.
	 * @throws IndexUnavailableException if it is not there in time, or cannot be made,
	 * whatever the reason
	 */
	CollectionCopy await(Deadline deadline) {
		this.usedAt = System.nanoTime();
		if (this.begun.compareAndSet(false, true)) {
			Thread.ofVirtual().name("knowledge-copy").start(this.made);
		}
		try {
			return this.made.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IndexUnavailableException("interrupted", ex);
		}
		catch (ExecutionException ex) {
			throw new IndexUnavailableException("the copy of a collection cannot be made", ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new IndexUnavailableException("the copy of a collection is still being made", ex);
		}
	}

	boolean hasFailed() {
		return this.made.state() == Future.State.FAILED;
	}

	/** For how long nobody has searched it. */
	Duration idle() {
		return Duration.ofNanos(System.nanoTime() - this.usedAt);
	}

	/**
	 * What fails, errors too, is tried again the next time, and is nobody else's.
	 * @return whether nothing has failed
	 */
	boolean follow() {
		return work(CollectionCopy::follow);
	}

	/** The same as far as it can be done in time. */
	void catchUp(Deadline deadline) {
		var _ = work((copy) -> {
			try {
				copy.catchUp(deadline);
			}
			catch (InterruptedException _) {
				Thread.currentThread().interrupt();
			}
		});
	}

	private boolean work(Consumer<CollectionCopy> what) {
		if (this.made.state() != Future.State.SUCCESS) {
			return true;
		}
		try {
			what.accept(this.made.resultNow());
			return true;
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("A copy of a collection cannot be brought up to date now");
			return false;
		}
		catch (RuntimeException | Error ex) {
			logger.atError().setCause(ex).log("A copy of a collection cannot be brought up to date");
			return false;
		}
	}

	@Override
	public void close() {
		if (this.made.state() == Future.State.SUCCESS) {
			this.made.resultNow().close();
		}
	}

}
