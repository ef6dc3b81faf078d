package dev.agentservice.run.event;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.event.store.EventBatch;
import dev.agentservice.run.event.store.EventBlock;
import dev.agentservice.run.event.store.EventStore;
import dev.agentservice.run.event.store.LogOwner;
import dev.agentservice.run.event.store.NewEvent;
import dev.agentservice.run.record.RunEventProperties;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.run.record.WriteOutcome;
import dev.agentservice.support.Ulid;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/**
 * A run that exists in Redis only: its record is written by the test.
 */
public final class TestRun {

	private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	private static final Duration LEASE = Duration.ofHours(1);

	private final UserTag user;

	private final String id = "run_" + Ulid.next(Clock.systemUTC());

	private final RunKeys keys;

	private final EventReplica replica;

	TestRun(EventReplica replica, UserTag user) {
		this.replica = replica;
		this.user = user;
		this.keys = new RunKeys(user);
		call("SET", this.keys.epoch(), "e1");
		set("status", "running", "attempt", "1", "first", "1", "seq", "0", "lease",
				String.valueOf(System.currentTimeMillis() + LEASE.toMillis()));
	}

	public UserTag user() {
		return this.user;
	}

	public String id() {
		return this.id;
	}

	LogOwner owner() {
		return new LogOwner(this.user, this.id, "e1", 1);
	}

	String key() {
		return this.keys.run(this.id);
	}

	String epochKey() {
		return this.keys.epoch();
	}

	String channel() {
		return this.keys.events(this.id);
	}

	/** Changes fields of the record. */
	public void set(String... fieldsAndValues) {
		List<Object> words = new ArrayList<>(List.of("HSET", key()));
		words.addAll(List.of(fieldsAndValues));
		call(words.toArray());
	}

	@Nullable Object get(String field) {
		return call("HGET", key(), field);
	}

	/**
	 * Calls a command whose first argument is a key of the run's user; again, if a busy
	 * machine takes longer for it than the replica waits.
	 */
	@Nullable Object call(Object... words) {
		AtomicReference<@Nullable Object> answer = new AtomicReference<>();
		await().pollDelay(Duration.ZERO)
			.ignoreException(StoreUnavailableException.class)
			.untilAsserted(() -> answer.set(callOnce(words)));
		return answer.get();
	}

	private @Nullable Object callOnce(Object... words) {
		return this.replica.redis().run(CALL, List.of(words[1].toString()), List.of(words)).getFirst();
	}

	/** Appends events as the owner does, and says what Redis answered. */
	WriteOutcome append(long first, NewEvent... events) {
		return append(owner(), first, Map.of(), events);
	}

	WriteOutcome append(LogOwner writer, long first, Map<String, Integer> limits, NewEvent... events) {
		RunEventProperties settings = new RunEventProperties(limits.getOrDefault("max-events", 10_000),
				Duration.ofHours(1), Duration.ofSeconds(2), Duration.ZERO, 50);
		EventBlock block = new EventBlock(first, List.of(events), settings);
		return this.replica.get(EventStore.class).append(writer, block).orTimeout(1, TimeUnit.MINUTES).join();
	}

	/** Appends that many deltas behind the last event. */
	public void appendDeltas(int count) {
		long first = Long.parseLong(String.valueOf(get("seq"))) + 1;
		append(first,
				IntStream.range(0, count).mapToObj((n) -> delta("w" + (first + n) + " ")).toArray(NewEvent[]::new));
	}

	/** Appends that many deltas of that many characters each. */
	public void appendLongDeltas(int count, int length) {
		for (int n = 0; n < count; n += 100) {
			append(n + 1, IntStream.range(0, 100).mapToObj((_) -> delta("x".repeat(length))).toArray(NewEvent[]::new));
		}
	}

	/** Ends the run, with or without an event in its log. */
	public void end(String status, String type, boolean logged) {
		long last = Long.parseLong(String.valueOf(get("seq"))) + 1;
		if (logged) {
			append(last, new NewEvent(type, "{\"end\":true}"));
		}
		set("status", status, "end", "{\"end\":true}", "seq", String.valueOf(last));
	}

	/** What a reader with this cursor is told. */
	EventBatch read(long after) {
		return read(after, false);
	}

	EventBatch read(long after, boolean elsewhere) {
		return Objects
			.requireNonNull(this.replica.get(EventStore.class).read(this.user, this.id, after, 100, elsewhere));
	}

	static NewEvent delta(String text) {
		return new NewEvent("answer.delta", "{\"text\":\"" + text + "\"}", text);
	}

}
