package dev.agentservice.run.admission;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Concurrent waits.
 */
public final class Parallel {

	private Parallel() {
	}

	/** Runs a task on a virtual thread of its own. */
	public static CompletableFuture<Void> run(Runnable task) {
		return CompletableFuture.runAsync(task, Thread::startVirtualThread);
	}

	/** Runs a query on a virtual thread of its own. */
	public static <T> CompletableFuture<T> ask(Supplier<T> task) {
		return CompletableFuture.supplyAsync(task, Thread::startVirtualThread);
	}

	/** Waits for a result, and throws what its task threw. */
	public static <T> T join(CompletableFuture<T> future) {
		await(future);
		return future.resultNow();
	}

	/** Waits for a task, and throws what it threw. */
	public static void await(CompletableFuture<?> future) {
		try {
			future.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw ex;
		}
	}

}
