package dev.agentservice.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.redis.TestRedis;

/**
 * Stands between the service and its Redis and holds the answers back, so that it can
 * count how often the service waits: see {@link RedisRounds}.
 */
final class RedisProxy implements TestRedis, AutoCloseable {

	private static final int BUFFER = 64 * 1024;

	private final RedisServer redis;

	private final RedisRounds rounds;

	private final ServerSocket listener;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private RedisProxy(RedisServer redis, Duration delay) throws IOException {
		this.redis = redis;
		this.rounds = new RedisRounds(delay);
		this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread.ofPlatform().daemon().name("redis-proxy").start(this::accept);
	}

	/**
	 * Stands before a server.
	 * @param redis the server
	 * @param delay how long answers are held back
	 */
	static RedisProxy before(RedisServer redis, Duration delay) {
		try {
			return new RedisProxy(redis, delay);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	RedisRounds rounds() {
		return this.rounds;
	}

	@Override
	public Map<String, String> properties() {
		return Map.of("spring.data.redis.host", "127.0.0.1", "spring.data.redis.port",
				String.valueOf(this.listener.getLocalPort()));
	}

	@Override
	public void flush() {
		this.redis.flush();
	}

	@Override
	public void flushScripts() {
		this.redis.flushScripts();
	}

	@Override
	public Map<String, Long> commandStats() {
		return this.redis.commandStats();
	}

	@Override
	public void close() throws IOException {
		this.rounds.close();
		this.listener.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.listener.accept();
				Socket server = new Socket(InetAddress.getLoopbackAddress(), this.redis.port());
				client.setTcpNoDelay(true);
				server.setTcpNoDelay(true);
				this.sockets.add(client);
				this.sockets.add(server);
				OutputStream requests = server.getOutputStream();
				OutputStream answers = client.getOutputStream();
				pump(client, server, (bytes) -> this.rounds.ask(() -> write(requests, bytes)));
				pump(server, client, (bytes) -> this.rounds.answer(() -> write(answers, bytes)));
			}
		}
		catch (IOException _) {
			// Closed: nobody is to be accepted any more.
		}
	}

	private void pump(Socket from, Socket to, Sink sink) {
		Thread.ofVirtual().start(() -> {
			// When one side closes the connection, the other sees it closed, too.
			try (from) {
				copy(from.getInputStream(), sink);
				to.close();
			}
			catch (IOException _) {
				// A connection that breaks is closed.
			}
		});
	}

	private static void copy(InputStream in, Sink sink) throws IOException {
		byte[] buffer = new byte[BUFFER];
		for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
			sink.accept(Arrays.copyOf(buffer, read));
		}
	}

	private static void write(OutputStream out, byte[] bytes) {
		try {
			out.write(bytes);
		}
		catch (IOException _) {
			// Who closed the connection wants no answer.
		}
	}

	@FunctionalInterface
	private interface Sink {

		void accept(byte[] bytes);

	}

}
