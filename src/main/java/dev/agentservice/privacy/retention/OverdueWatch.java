package dev.agentservice.privacy.retention;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.redis.KeyPage;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.schedule.Scheduler;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Looks whether stores keep to what they declare: a key below a user's hash tag that
 * nothing ends, or that would live longer than its store says anything does, is overdue.
 * All keys are looked at, a page a minute, and {@code agent.privacy.overdue} (store)
 * holds what the latest look through all of them has found.
 */
@Component
class OverdueWatch {

	private static final Logger logger = LoggerFactory.getLogger(OverdueWatch.class);

	private static final Duration PAUSE = Duration.ofMinutes(1);

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final int PAGE = 500;

	private static final long NEVER = -1;

	/** A key is {@code as:{<tag>}:<kind>} with or without more behind a colon. */
	private static final Pattern KEY = Pattern.compile("as:\\{[0-9a-f]{32}}:([a-z]+)(:.*)?", Pattern.DOTALL);

	private static final LuaScript<Long> TIME_LEFT = LuaScript.number("support/time-left");

	private final RedisStore redis;

	private final Map<String, PersonalDataStore> stores = new HashMap<>();

	private final Map<String, AtomicLong> overdue = new ConcurrentHashMap<>();

	private final Map<String, Long> found = new HashMap<>();

	private String cursor = "";

	OverdueWatch(RedisStore redis, List<PersonalDataStore> stores, Scheduler scheduler, MeterRegistry meters) {
		this.redis = redis;
		for (PersonalDataStore store : stores) {
			store.kinds().forEach((kind) -> this.stores.put(kind, store));
			AtomicLong gauge = this.overdue.computeIfAbsent(store.name(), (_) -> new AtomicLong());
			Gauge.builder("agent.privacy.overdue", gauge, AtomicLong::get)
				.description("Personal data that is kept for longer than its store declares")
				.tag("store", store.name())
				.register(meters);
		}
		scheduler.every("retention", PAUSE, PAUSE, this::look);
	}

	/** Looks at a page; the last one of a round says what the round has found. */
	synchronized void look() {
		try {
			KeyPage page = this.redis.scan("as:{*}:*", this.cursor, PAGE)
				.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
				.join();
			count(page);
			this.cursor = page.next();
			if (this.cursor.isEmpty()) {
				publish();
			}
		}
		catch (CompletionException | StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("Whether data is kept for too long is looked at later");
		}
	}

	/** Whether the latest page was the last of its round. */
	synchronized boolean isBetweenRounds() {
		return this.cursor.isEmpty();
	}

	private void count(KeyPage page) {
		List<Looked> all = new ArrayList<>();
		for (String key : page.keys()) {
			PersonalDataStore store = storeOf(key);
			if (store != null) {
				all.add(new Looked(store, this.redis.runAsync(TIME_LEFT, List.of(key), List.of())));
			}
		}
		for (Looked looked : all) {
			long left = looked.left().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
			if (left == NEVER || left > looked.store().longest().toMillis()) {
				this.found.merge(looked.store().name(), 1L, Long::sum);
			}
		}
	}

	private void publish() {
		this.overdue.forEach((store, gauge) -> {
			long count = this.found.getOrDefault(store, 0L);
			if (count > 0 && gauge.get() == 0) {
				logger.atWarn()
					.addKeyValue("store", store)
					.addKeyValue("count", count)
					.log("Personal data is kept for longer than its store declares");
			}
			gauge.set(count);
		});
		this.found.clear();
	}

	private @Nullable PersonalDataStore storeOf(String key) {
		Matcher parts = KEY.matcher(key);
		return parts.matches() ? this.stores.get(parts.group(1)) : null;
	}

	/** A key's store, and how long the key lives, in ms. */
	private record Looked(PersonalDataStore store, CompletableFuture<Long> left) {

	}

}
