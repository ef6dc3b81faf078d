package dev.agentservice.endtoend.crash;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A crowd of clients, each of which gives its next order when it knows how its last one
 * ended.
 */
final class Customers implements AutoCloseable {

	private static final int AT_ONCE = 12;

	private final Fleet fleet;

	private final long seed;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final AtomicBoolean closing = new AtomicBoolean();

	private final AtomicInteger number = new AtomicInteger();

	private final AtomicInteger done = new AtomicInteger();

	private final List<Customer> all = new CopyOnWriteArrayList<>();

	private final List<Throwable> failures = new CopyOnWriteArrayList<>();

	Customers(Fleet fleet, long seed) {
		this.fleet = fleet;
		this.seed = seed;
		for (int i = 0; i < AT_ONCE; i++) {
			this.threads.execute(this::buy);
		}
	}

	/** All who have begun. */
	List<Customer> all() {
		return List.copyOf(this.all);
	}

	/** How many are done. */
	int done() {
		return this.done.get();
	}

	/**
	 * Lets nobody begin any more, and waits for all; what went wrong with the test itself
	 * is thrown.
	 */
	@Override
	public void close() {
		this.closing.set(true);
		this.threads.close();
		if (!this.failures.isEmpty()) {
			throw new IllegalStateException("A client failed", this.failures.getFirst());
		}
	}

	private void buy() {
		try {
			while (!this.closing.get()) {
				int next = this.number.incrementAndGet();
				Customer customer = new Customer(this.fleet, next, this.seed + next);
				this.all.add(customer);
				customer.order();
				this.done.incrementAndGet();
			}
		}
		catch (RuntimeException ex) {
			this.failures.add(ex);
		}
	}

}
