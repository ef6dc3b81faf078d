package dev.agentservice.tool.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisProperties;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Results of tools in Redis, with the counter {@code agent.tool.cache} (tool; result:
 * hit, miss, unavailable). It never fails: what cannot be found is not there, what cannot
 * be kept is not kept.
 */
@Component
public final class ResultCache {

	private static final Logger log = LoggerFactory.getLogger(ResultCache.class);

	private static final LuaScript<List<@Nullable Object>> FIND = LuaScript.list("tool/tool-result-find");

	private static final LuaScript<Keeping> KEEP = LuaScript.outcome(Keeping.class, "fragment/clock", "fragment/hash",
			"fragment/stored", "fragment/epoch", "fragment/index", "tool/tool-result-keep");

	private final RedisStore redis;

	private final Duration lookupTimeout;

	private final Duration epochTtl;

	private final MeterRegistry meters;

	private final SharedTimes shared = new SharedTimes();

	ResultCache(RedisStore redis, RedisProperties redisProperties, CacheProperties properties, MeterRegistry meters) {
		this.redis = redis;
		this.lookupTimeout = properties.lookupTimeout();
		this.epochTtl = redisProperties.epochTtl();
		this.meters = meters;
	}

	/** Shows a tool's lookups before the first. */
	public void show(String tool) {
		Lookup.LABELS.forEach((label) -> lookups(tool, label));
	}

	/** How long results are kept that are the same for everybody. */
	public SharedTimes shared() {
		return this.shared;
	}

	/** What a result's time to live must be shorter than. */
	public Duration longest() {
		return this.epochTtl;
	}

	/**
	 * Looks for a result, for no longer than the lookup time-out.
	 * @param key what it would be the result of
	 * @param trusted whether the tool is trusted now: then only a result will do that was
	 * kept while it was
	 * @return the result's text, or null if there is none or Redis does not say; also if
	 * this thread is interrupted, which then stays so
	 */
	public @Nullable String find(ResultKey key, boolean trusted) {
		Lookup lookup = lookup(key, trusted);
		lookups(key.tool(), lookup.label()).increment();
		return lookup.text();
	}

	private Counter lookups(String tool, String label) {
		return this.meters.counter("agent.tool.cache", "tool", tool, "result", label);
	}

	private Lookup lookup(ResultKey key, boolean trusted) {
		try {
			List<@Nullable Object> reply = this.redis.runAsync(FIND, List.of(key.redisKey()), List.of())
				.get(this.lookupTimeout.toNanos(), TimeUnit.NANOSECONDS);
			String text = (reply.getFirst() instanceof String document) ? ResultJson.read(document, trusted) : null;
			return new Lookup((text != null) ? "hit" : "miss", text);
		}
		catch (TimeoutException _) {
			return Lookup.UNAVAILABLE;
		}
		catch (ExecutionException ex) {
			logDefect(ex.getCause());
			return Lookup.UNAVAILABLE;
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
			return Lookup.UNAVAILABLE;
		}
	}

	/**
	 * Keeps a result, if Redis is there and, for a user's own, the user's data were not
	 * erased since. Nobody waits for that.
	 * @param key what it is the result of
	 * @param text the result
	 * @param trusted whether its tool is trusted
	 * @param ttl how long it is good for
	 */
	public void keep(ResultKey key, String text, boolean trusted, Duration ttl) {
		var _ = this.redis
			.runAsync(KEEP, key.keys(), key.arguments(ResultJson.write(text, trusted), ttl, this.epochTtl))
			.whenComplete((_, failure) -> logDefect(failure));
	}

	/** An outage is seen in the metrics of Redis; anything else is a defect of ours. */
	private static void logDefect(@Nullable Throwable failure) {
		if (failure != null && !(failure instanceof StoreUnavailableException)
				&& !(failure.getCause() instanceof StoreUnavailableException)) {
			log.atWarn().setCause(failure).log("A tool's result cannot be kept or found");
		}
	}

	/** What {@code tool-result-keep} answers. */
	private enum Keeping {

		/** The result is kept. */
		KEPT,
		/** It is not: the user's data were erased since the run was admitted. */
		ERASED

	}

}
