package dev.agentservice.support.platform;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.agentservice.support.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Catches up with all that a process may have missed while it was frozen. Requests that
 * begin at the same time share the work. Thread-safe.
 */
public final class CatchUps {

	private static final Logger logger = LoggerFactory.getLogger(CatchUps.class);

	private final List<CatchUp> all;

	private final Map<CatchUp, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();

	CatchUps(List<CatchUp> all) {
		this.all = List.copyOf(all);
	}

	/** Returns when all is done, or each has had its time. */
	void run() throws InterruptedException {
		run(CatchUp::patience);
	}

	/** The same for a request that is there for nothing else. */
	public void run(Deadline deadline) throws InterruptedException {
		run((_) -> deadline.remaining());
	}

	private void run(Function<CatchUp, Duration> patience) throws InterruptedException {
		run(CatchUp::isFirst, patience);
		run(Predicate.not(CatchUp::isFirst), patience);
	}

	private void run(Predicate<CatchUp> which, Function<CatchUp, Duration> patience) throws InterruptedException {
		List<CatchUp> chosen = this.all.stream().filter(which).toList();
		List<CompletableFuture<Void>> started = chosen.stream().map(this::begin).toList();
		for (int i = 0; i < chosen.size(); i++) {
			await(started.get(i), patience.apply(chosen.get(i)));
		}
	}

	private CompletableFuture<Void> begin(CatchUp one) {
		CompletableFuture<Void> own = new CompletableFuture<>();
		CompletableFuture<Void> other = this.underWay.putIfAbsent(one, own);
		if (other != null) {
			return other;
		}
		Thread.ofVirtual().name("catch-up").start(() -> {
			try {
				one.catchUp();
			}
			catch (RuntimeException ex) {
				logger.atWarn().addKeyValue("task", one.getClass().getSimpleName()).setCause(ex).log("Cannot catch up");
			}
			finally {
				this.underWay.remove(one, own);
				own.complete(null);
			}
		});
		return own;
	}

	private static void await(CompletableFuture<Void> task, Duration patience) throws InterruptedException {
		try {
			task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException _) {
			// The request goes on, and so does the task.
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("never completed with a failure", ex);
		}
	}

}
