package dev.agentservice.ratelimit.bucket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of one slot of Redis as this replica last saw them, and the time there. A
 * script at a time is under way; what is asked meanwhile goes into the next. Thread-safe.
 */
final class BucketSlot {

	private static final LuaScript<List<@Nullable Object>> SWAP = LuaScript.list("ratelimit/bucket-swap");

	private final RedisStore store;

	private final Duration timeout;

	private final SlotClock clock;

	private final List<Draw> waiting = new ArrayList<>();

	private boolean busy;

	/** Only whoever has made this slot busy touches it. */
	private final SeenBuckets seen = new SeenBuckets();

	BucketSlot(RedisStore store, Duration timeout, SlotClock clock) {
		this.store = store;
		this.timeout = timeout;
		this.clock = clock;
	}

	/** Answers each, with a {@link StoreUnavailableException} if Redis is away. */
	void ask(List<Draw> draws) {
		synchronized (this.waiting) {
			this.waiting.addAll(draws);
			if (this.busy) {
				return;
			}
			this.busy = true;
		}
		next();
	}

	private void next() {
		List<Draw> batch;
		synchronized (this.waiting) {
			batch = this.waiting.stream().filter(Draw::isAwaited).toList();
			this.waiting.clear();
			this.busy = !batch.isEmpty();
		}
		if (!batch.isEmpty()) {
			var _ = attempt(batch, Deadline.after(this.timeout)).whenComplete((_, failure) -> {
				if (failure != null) {
					batch.forEach((draw) -> draw.answer().completeExceptionally(failure));
				}
				next();
			});
		}
	}

	private CompletableFuture<?> attempt(List<Draw> batch, Deadline deadline) {
		try {
			long micros = this.clock.micros();
			List<Draft> drafts = this.seen.drafts(batch, TimeUnit.MICROSECONDS.toNanos(micros));
			if (drafts.isEmpty()) {
				return CompletableFuture.completedFuture(null);
			}
			return this.store
				.runAsync(SWAP, drafts.stream().map((draft) -> draft.key().name()).toList(), args(drafts, micros))
				.thenCompose((reply) -> swapped(reply, drafts) ? CompletableFuture.completedFuture(null)
						: retry(batch, deadline));
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private List<Object> args(List<Draft> drafts, long micros) {
		List<Object> args = new ArrayList<>(List.of(micros, TimeUnit.NANOSECONDS.toMicros(this.timeout.toNanos())));
		drafts.forEach((draft) -> args.addAll(List.of(draft.before(), draft.after(), draft.millisToLive())));
		return args;
	}

	private boolean swapped(List<@Nullable Object> reply, List<Draft> drafts) {
		this.clock.set((Long) reply.getFirst());
		boolean swapped = reply.size() == 1;
		for (int i = 0; i < drafts.size(); i++) {
			Draft draft = drafts.get(i);
			String text = swapped ? draft.text() : (String) reply.get(i + 1);
			this.seen.note(draft.key(), text);
		}
		if (swapped) {
			drafts.forEach(Draft::tell);
		}
		return swapped;
	}

	private CompletableFuture<?> retry(List<Draw> batch, Deadline deadline) {
		List<Draw> awaited = batch.stream().filter(Draw::isAwaited).toList();
		if (deadline.passed()) {
			return CompletableFuture.failedFuture(new StoreUnavailableException(SWAP.name(),
					new TimeoutException("Others were always faster for " + this.timeout)));
		}
		return attempt(awaited, deadline);
	}

}
