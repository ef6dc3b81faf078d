package dev.agentservice.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import dev.agentservice.support.Deadline;
import dev.agentservice.support.LuaScript;
import dev.agentservice.support.RedisStore;
import dev.agentservice.support.StoreUnavailableException;
import io.github.bucket4j.distributed.proxy.AbstractProxyManager;
import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import io.github.bucket4j.distributed.remote.CommandResult;
import io.github.bucket4j.distributed.remote.MutableBucketEntry;
import io.github.bucket4j.distributed.remote.Request;
import org.jspecify.annotations.Nullable;

/**
 * Bucket4j's buckets in Redis. What a command does to a bucket is computed here from a
 * state and a time that both come from Redis; no clock of this replica is asked.
 */
final class RedisBuckets extends AbstractProxyManager<BucketKey> {

	private static final LuaScript<List<@Nullable Object>> READ = LuaScript.list("bucket-read");

	private static final LuaScript<List<@Nullable Object>> SWAP = LuaScript.list("bucket-swap");

	private final RedisStore store;

	private final Duration timeout;

	RedisBuckets(RedisStore store, Duration timeout, ClientSideConfig config) {
		super(config);
		this.store = store;
		this.timeout = timeout;
	}

	@Override
	protected <T> CompletableFuture<CommandResult<T>> executeAsync(BucketKey key, Request<T> request) {
		Deadline deadline = Deadline.after(this.timeout);
		try {
			return this.store.runAsync(READ, List.of(key.name()), List.of())
				.thenCompose((reply) -> attempt(key, request, Snapshot.of(reply), deadline));
		}
		catch (RuntimeException ex) {
			// Bucket4j's batches wait for ever behind a command that throws.
			return CompletableFuture.failedFuture(ex);
		}
	}

	private <T> CompletableFuture<CommandResult<T>> attempt(BucketKey key, Request<T> request, Snapshot before,
			Deadline deadline) {
		MutableBucketEntry bucket = before.bucket(key.configuration());
		CommandResult<T> result = request.getCommand().execute(bucket, before.nanos());
		if (!bucket.isStateModified()) {
			return CompletableFuture.completedFuture(result);
		}
		List<Object> args = before.swapArguments(bucket, request.getBackwardCompatibilityVersion());
		return this.store.runAsync(SWAP, List.of(key.name()), args)
			.thenCompose((other) -> other.isEmpty() ? CompletableFuture.completedFuture(result)
					: retry(key, request, Snapshot.of(other), deadline));
	}

	private <T> CompletableFuture<CommandResult<T>> retry(BucketKey key, Request<T> request, Snapshot before,
			Deadline deadline) {
		if (deadline.passed()) {
			return CompletableFuture.failedFuture(new StoreUnavailableException(SWAP.name(),
					new TimeoutException("Others were always faster for " + this.timeout)));
		}
		return attempt(key, request, before, deadline);
	}

	@Override
	public boolean isAsyncModeSupported() {
		return true;
	}

	@Override
	protected <T> CommandResult<T> execute(BucketKey key, Request<T> request) {
		throw new UnsupportedOperationException("Buckets are asked asynchronously");
	}

	@Override
	public void removeProxy(BucketKey key) {
		throw new UnsupportedOperationException("Buckets expire");
	}

	@Override
	protected CompletableFuture<Void> removeAsync(BucketKey key) {
		throw new UnsupportedOperationException("Buckets expire");
	}

}
