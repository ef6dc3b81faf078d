package dev.agentservice.support.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import dev.agentservice.support.Deadline;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The one connection all scripts share, made when first needed. Commands to a single
 * node, a Sentinel's master and a cluster look alike on it. Making it blocks, so that
 * happens on a thread of its own: its users wait no longer than for a command.
 */
final class SharedConnection {

	private static final Logger logger = LoggerFactory.getLogger(SharedConnection.class);

	private final LettuceConnectionFactory factory;

	private final Duration reconnectAfter;

	private final AtomicReference<@Nullable CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>>> latest = new AtomicReference<>();

	private final AtomicReference<@Nullable Deadline> silence = new AtomicReference<>();

	private final AtomicBoolean stale = new AtomicBoolean();

	private final ConnectionFailures failures = new ConnectionFailures();

	SharedConnection(LettuceConnectionFactory factory, Duration reconnectAfter) {
		this.factory = factory;
		this.reconnectAfter = reconnectAfter;
	}

	/** The commands of the connection, as soon as there is one. */
	CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> commands() {
		CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> known = this.latest.get();
		if (known != null && !known.isCompletedExceptionally()) {
			return known;
		}
		CompletableFuture<RedisClusterAsyncCommands<byte[], byte[]>> attempt = new CompletableFuture<>();
		if (!this.latest.compareAndSet(known, attempt)) {
			return commands();
		}
		return attempt.completeAsync(this::connect, (task) -> Thread.ofVirtual().name("redis-connect").start(task));
	}

	/** Redis said something, be it an error. */
	void answered() {
		if (this.silence.get() != null) {
			this.silence.set(null);
		}
	}

	/** A command got no answer in time. */
	void unanswered() {
		Deadline patience = this.silence.get();
		if (patience == null) {
			this.silence.compareAndSet(null, Deadline.after(this.reconnectAfter));
		}
		else if (patience.passed() && this.silence.compareAndSet(patience, null)) {
			logger.atWarn().addKeyValue("silence", this.reconnectAfter).log("Redis does not answer, connecting anew");
			this.stale.set(true);
			this.latest.set(null);
		}
	}

	/**
	 * Makes sure that the connection works, and makes it anew, once, if it does not.
	 * @param patience how long it has for an answer
	 * @param most how long to wait for a new one
	 */
	void probe(Duration patience, Duration most) {
		if (!answers(patience)) {
			this.stale.set(true);
			this.latest.set(null);
			boolean well = answers(most);
			logger.atInfo().addKeyValue("connected", well).log("Redis did not answer after a pause, connected anew");
		}
	}

	private boolean answers(Duration patience) {
		try {
			commands().thenCompose(RedisClusterAsyncCommands::ping).get(patience.toNanos(), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (ExecutionException | TimeoutException _) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
	}

	// Spring opens native connections for bytes only.
	@SuppressWarnings("unchecked")
	private RedisClusterAsyncCommands<byte[], byte[]> connect() {
		if (this.stale.compareAndSet(true, false)) {
			this.factory.resetConnection();
		}
		try (RedisConnection connection = this.factory.getConnection()) {
			var commands = (RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
			this.failures.connected();
			return commands;
		}
		catch (RuntimeException ex) {
			this.failures.failed(ex);
			throw ex;
		}
	}

}
