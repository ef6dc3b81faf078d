package dev.agentservice.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;

import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;

/**
 * A {@code redis-server} process of our own on a free loopback port, with its files in a
 * temporary directory. It dies with this JVM at the latest.
 */
public final class RedisServer implements TestRedis, AutoCloseable {

	private static final class Shared {

		private static final RedisServer INSTANCE = start();

	}

	/** A cluster node also listens on its port plus this. */
	private static final int BUS_OFFSET = 10_000;

	/** Which another server may take between the look and the start. */
	private static final int TRIES = 10;

	private final int port;

	private final List<String> options;

	private final Path directory;

	private Process process;

	private Process guard;

	private RedisServer(List<String> options) {
		try {
			this.options = options;
			this.port = freePort();
			this.directory = Files.createTempDirectory("redis-" + this.port);
			this.process = launch();
			this.guard = guard();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
	}

	/** Starts a server for whoever means to freeze, kill or count on it alone. */
	public static RedisServer start(String... options) {
		for (int i = 1; i < TRIES; i++) {
			RedisServer server = new RedisServer(List.of(options));
			if (server.answers()) {
				return server;
			}
			server.close();
		}
		RedisServer server = new RedisServer(List.of(options));
		server.awaitAnswer();
		return server;
	}

	/** The server that all tests of this JVM share. */
	public static RedisServer shared() {
		return Shared.INSTANCE;
	}

	/** The TCP port on 127.0.0.1. */
	public int port() {
		return this.port;
	}

	/** Where its files are. */
	public Path files() {
		return this.directory;
	}

	/** The process id. */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Stops the process in its tracks (SIGSTOP): connections stay, answers don't come.
	 */
	public void freeze() {
		signal("-STOP");
	}

	/** Lets a frozen process go on (SIGCONT). */
	public void thaw() {
		signal("-CONT");
	}

	/** Kills the process (SIGKILL); its data are gone. */
	public void kill() {
		this.guard.destroyForcibly().onExit().join();
		this.process.destroyForcibly().onExit().join();
	}

	/** Starts the process again on the same port after {@link #kill()}. */
	public void restart() {
		try {
			this.process = launch();
			this.guard = guard();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		awaitAnswer();
	}

	/** Closes the connections of all who hear channels; Redis tells nobody why. */
	public void killSubscribers() {
		RedisAdmin.call(this.port, (redis) -> redis.clientKill(KillArgs.Builder.typePubsub()));
	}

	/** From now on lets in only who knows the password. */
	public void demandPassword(String password) {
		RedisAdmin.call(this.port, (redis) -> redis.configSet("requirepass", password));
	}

	/** From now on each command is slow, as far as the slow log goes. */
	public void logEverything() {
		RedisAdmin.call(this.port, (redis) -> redis.configSet("slowlog-max-len", "100000")
				+ redis.configSet("slowlog-log-slower-than", "0") + redis.slowlogReset());
	}

	/** What the slow log holds, newest first; nothing is logged any more. */
	public List<String> slowLog() {
		return RedisAdmin.call(this.port, (redis) -> {
			redis.configSet("slowlog-log-slower-than", "-1");
			return redis.slowlogGet(100_000).stream().map(String::valueOf).toList();
		});
	}

	/** Begins to write its append-only file anew. */
	public void rewriteFile() {
		RedisAdmin.call(this.port, RedisCommands::bgrewriteaof);
	}

	/** Writes all that it holds into a file, as it is. */
	public void save() {
		RedisAdmin.call(this.port, (redis) -> redis.configSet("rdbcompression", "no") + redis.save());
	}

	/** Whether any of its files holds a text. */
	public boolean fileContains(String text) {
		try (Stream<Path> files = Files.walk(this.directory)) {
			return files.filter(Files::isRegularFile).anyMatch((file) -> contains(file, text));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean contains(Path file, String text) {
		try {
			return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** How many connections hear a channel. */
	public long subscribers(String channel) {
		return RedisAdmin.call(this.port, (redis) -> redis.pubsubNumsub(channel)).getOrDefault(channel, 0L);
	}

	@Override
	public Map<String, String> properties() {
		return Map.of("spring.data.redis.host", "127.0.0.1", "spring.data.redis.port", String.valueOf(this.port));
	}

	@Override
	public void flush() {
		RedisAdmin.call(this.port, RedisCommands::flushall);
	}

	@Override
	public void flushScripts() {
		RedisAdmin.call(this.port, RedisCommands::scriptFlush);
	}

	@Override
	public Map<String, Long> commandStats() {
		return RedisAdmin.commandStats(this.port);
	}

	@Override
	public void close() {
		kill();
		FileSystemUtils.deleteRecursively(this.directory.toFile());
	}

	private Process launch() throws IOException {
		ProcessBuilder builder = new ProcessBuilder(RedisBinary.path().toString(), "--port", String.valueOf(this.port),
				"--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", this.directory.toString());
		builder.command().addAll(this.options);
		return builder.redirectErrorStream(true).redirectOutput(this.directory.resolve("redis.log").toFile()).start();
	}

	/**
	 * Waits for the end of this JVM, which closes the pipe it reads from, and then kills
	 * the server: a JVM that was killed itself runs no shutdown hook.
	 */
	private Process guard() throws IOException {
		return new ProcessBuilder("sh", "-c", "read _; kill -9 \"$0\"; rm -rf \"$1\"", String.valueOf(pid()),
				this.directory.toString())
			.start();
	}

	private void awaitAnswer() {
		if (!answers()) {
			throw new IllegalStateException("redis-server on port " + this.port + " has ended at once");
		}
	}

	/**
	 * Waits until it answers, or has ended because another server has its port. That one
	 * would answer in its place, so it has to say who it is.
	 */
	private boolean answers() {
		await("redis-server on port " + this.port).atMost(Duration.ofMinutes(5))
			.ignoreExceptionsInstanceOf(RedisException.class)
			.until(() -> !this.process.isAlive() || RedisAdmin.isServedBy(this.port, pid()));
		return this.process.isAlive();
	}

	private void signal(String signal) {
		try {
			int exit = new ProcessBuilder("kill", signal, String.valueOf(pid())).start().onExit().join().exitValue();
			if (exit != 0) {
				throw new IllegalStateException("kill " + signal + " ended with " + exit);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A port below the ephemeral range, so that nobody is given it or its bus meanwhile.
	 */
	private static int freePort() {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(10_000, 20_000);
			if (isFree(port) && isFree(port + BUS_OFFSET)) {
				return port;
			}
		}
	}

	private static boolean isFree(int port) {
		try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return true;
		}
		catch (IOException _) {
			return false;
		}
	}

}
