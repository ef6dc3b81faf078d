package dev.agentservice.support.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.agentservice.support.Deadline;
import dev.agentservice.support.platform.Age;
import dev.agentservice.support.platform.CatchUp;
import dev.agentservice.support.problem.ProblemCode;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * The one wrapper of Redis: it owns the connection, the time-out, the breaker and the
 * metric {@code agent.redis} (timer; script, outcome, store), and speaks only in scripts.
 * A script runs at most once per call; after a failure it may have run or not. Redis is
 * not needed before the first call, and one that comes back is found again without a
 * restart.
 * <p>
 * Answers are plain Java: {@code String}, {@code Long} or {@code List}. Thread-safe.
 */
@Component
public final class RedisStore implements CatchUp {

	/** A Redis that is there answers sooner. */
	private static final Duration PROBE = Duration.ofMillis(250);

	private final Age answered = new Age();

	private final String name;

	private final ProblemCode unavailable;

	private final SharedConnection connection;

	private final Duration reconnectAfter;

	private final Duration timeout;

	private final StoreBreaker breaker;

	private final MeterRegistry meters;

	/** To look one up in the registry costs as much as to send a script. */
	private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

	@Autowired
	RedisStore(LettuceConnectionFactory factory, RedisProperties properties, MeterRegistry meters) {
		this("redis", ProblemCode.BUDGET_UNAVAILABLE, factory, properties, meters);
	}

	/**
	 * Another Redis, with a breaker of its own.
	 * @param name of the breaker, and of the store in metrics
	 * @param unavailable what cannot be done without it
	 */
	public RedisStore(String name, ProblemCode unavailable, LettuceConnectionFactory factory,
			RedisProperties properties, MeterRegistry meters) {
		this.name = name;
		this.unavailable = unavailable;
		this.connection = new SharedConnection(factory, properties.reconnectAfter());
		this.reconnectAfter = properties.reconnectAfter();
		this.timeout = properties.commandTimeout();
		this.breaker = new StoreBreaker(name, properties.breaker(), meters);
		this.meters = meters;
		// Begins to connect, so that the first request need not wait for it. Nobody waits
		// here, and failed commands are repeated by their callers.
		var _ = this.connection.commands();
	}

	/**
	 * Runs a script and waits for its answer.
	 * @param <T> what the script answers with
	 * @param script the script
	 * @param keys the keys it touches, all with one hash tag
	 * @param args its arguments: text, numbers or {@code byte[]}
	 * @return the answer
	 * @throws StoreUnavailableException if Redis refuses or does not answer within the
	 * command time-out; at once while it is known not to
	 * @throws CancellationException if this thread is interrupted while it waits; it
	 * stays interrupted
	 */
	public <T> T run(LuaScript<T> script, List<String> keys, List<?> args) {
		try {
			return script.answer(start(script, keys, args).get());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw interrupted(ex);
		}
		catch (ExecutionException ex) {
			throw exception(script, ex);
		}
	}

	private static CancellationException interrupted(InterruptedException cause) {
		return (CancellationException) new CancellationException("Interrupted while waiting for Redis")
			.initCause(cause);
	}

	/**
	 * Sends a script without waiting for its answer. What depends on the future runs on a
	 * thread of the connection and must not block it.
	 * @param <T> what the script answers with
	 * @param script the script
	 * @param keys the keys it touches, all with one hash tag
	 * @param args its arguments: text, numbers or {@code byte[]}
	 * @return the answer to come, or a {@link StoreUnavailableException}, within the
	 * command time-out
	 */
	public <T> CompletableFuture<T> runAsync(LuaScript<T> script, List<String> keys, List<?> args) {
		return start(script, keys, args).handle((reply, failure) -> {
			if (failure != null) {
				throw exception(script, failure);
			}
			return script.answer(reply);
		});
	}

	/** What Redis says of itself that it should not, as soon as there is a connection. */
	public CompletableFuture<Set<String>> flaws() {
		return this.connection.commands().thenCompose(StoreDurability::flaws);
	}

	/**
	 * Looks for keys, on all masters.
	 * @param pattern as {@code SCAN} takes it
	 * @param cursor where the page before ended, or the empty text for the first
	 * @param count about how many keys are looked at for a page
	 */
	public CompletableFuture<KeyPage> scan(String pattern, String cursor, int count) {
		return this.connection.commands().thenCompose((commands) -> KeyPage.read(commands, pattern, cursor, count));
	}

	/** What each master says of itself, as {@code INFO} words it. */
	public CompletableFuture<List<String>> info() {
		return this.connection.commands().thenCompose(StoreDurability::info);
	}

	/**
	 * How much of the memory that it may use is in use, of the master that uses most of
	 * its own, in percent; 0 where none has a limit.
	 */
	public CompletableFuture<Integer> memoryPercent() {
		return this.connection.commands().thenCompose(StoreMemory::percent);
	}

	@Override
	public Duration patience() {
		return this.timeout;
	}

	/** The connection of a process that was frozen may be dead without a sign of it. */
	@Override
	public void catchUp() {
		if (this.answered.exceeds(this.reconnectAfter)) {
			this.connection.probe(PROBE, this.timeout);
		}
	}

	/** All others ask Redis. */
	@Override
	public boolean isFirst() {
		return true;
	}

	private CompletableFuture<@Nullable Object> start(LuaScript<?> script, List<String> keys, List<?> args) {
		Timer.Sample sample = Timer.start(this.meters);
		return this.breaker.<@Nullable Object>call(() -> send(script, keys, args))
			.whenComplete((_, failure) -> settle(script, sample, ScriptOutcome.of(failure)));
	}

	private CompletableFuture<@Nullable Object> send(LuaScript<?> script, List<String> keys, List<?> args) {
		ScriptCall call = new ScriptCall(script, keys, args, Deadline.after(this.timeout));
		CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> commands = this.connection.commands();
		boolean connected = commands.isDone();
		CompletableFuture<@Nullable Object> reply = commands.thenCompose(call::send);
		if (!connected) {
			// Once connected it is Lettuce that ends a command in time, at a fraction of
			// the price.
			reply.orTimeout(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		return reply;
	}

	private void settle(LuaScript<?> script, Timer.Sample sample, ScriptOutcome outcome) {
		switch (outcome) {
			case SUCCESS, ERROR -> {
				this.answered.renewed();
				this.connection.answered();
			}
			case TIMEOUT -> this.connection.unanswered();
			case UNAVAILABLE, SPARED -> {
				// Not connected is neither an answer nor a silence.
			}
		}
		sample.stop(timer(script, outcome));
	}

	private Timer timer(LuaScript<?> script, ScriptOutcome outcome) {
		return this.timers.computeIfAbsent(new Kind(script, outcome), (_) -> this.meters.timer("agent.redis", "script",
				script.name(), "outcome", outcome.label(), "store", this.name));
	}

	private RuntimeException exception(LuaScript<?> script, Throwable failure) {
		Throwable cause = ScriptOutcome.unwrap(failure);
		return switch (ScriptOutcome.of(cause)) {
			case TIMEOUT, UNAVAILABLE,
					SPARED ->
				(this.unavailable == ProblemCode.BUDGET_UNAVAILABLE)
						? new StoreUnavailableException(script.name(), failure)
						: new StoreUnavailableException(this.unavailable, script.name(), failure);
			case SUCCESS, ERROR ->
				new IllegalStateException("Script " + script.name() + " failed" + place(script, cause), cause);
		};
	}

	private static String place(LuaScript<?> script, @Nullable Throwable cause) {
		return script.place((cause != null) ? cause.getMessage() : null).map((place) -> " at " + place).orElse("");
	}

	/** What is timed by itself. */
	private record Kind(LuaScript<?> script, ScriptOutcome outcome) {

	}

}
