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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.redis.TestRedis;

/**
 * A Redis that can be made slow: it takes every command at once, and its answers come
 * late, in their order.
 */
final class LaggingRedis implements TestRedis, AutoCloseable {

	private static final int BUFFER = 64 * 1024;

	private final RedisServer redis;

	private final ServerSocket listener;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	/** One thread: equal delays keep the order. */
	private final ScheduledExecutorService clock = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("lagging-redis").factory());

	private volatile Duration lag = Duration.ZERO;

	private LaggingRedis(RedisServer redis) throws IOException {
		this.redis = redis;
		this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread.ofPlatform().daemon().name("lagging-redis-listener").start(this::accept);
	}

	/** Stands before a server. */
	static LaggingRedis before(RedisServer redis) {
		try {
			return new LaggingRedis(redis);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** How late its answers come from now on. */
	void lag(Duration delay) {
		this.lag = delay;
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
		this.listener.close();
		this.clock.shutdownNow();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	private void accept() {
		try {
			while (true) {
				connect(this.listener.accept());
			}
		}
		catch (IOException _) {
			// Closed: nobody is to be accepted any more.
		}
	}

	private void connect(Socket client) throws IOException {
		this.sockets.add(client);
		try {
			Socket server = new Socket(InetAddress.getLoopbackAddress(), this.redis.port());
			this.sockets.add(server);
			client.setTcpNoDelay(true);
			server.setTcpNoDelay(true);
			OutputStream requests = server.getOutputStream();
			OutputStream answers = client.getOutputStream();
			pump(client, server, (bytes) -> write(requests, bytes));
			pump(server, client, (bytes) -> {
				var _ = this.clock.schedule(() -> write(answers, bytes), this.lag.toMillis(), TimeUnit.MILLISECONDS);
			});
		}
		catch (IOException _) {
			// There is no server just now.
			client.close();
		}
	}

	private static void pump(Socket from, Socket to, Sink sink) {
		Thread.ofVirtual().start(() -> {
			// When one side closes the connection, the other sees it closed, too.
			try (from) {
				InputStream in = from.getInputStream();
				byte[] buffer = new byte[BUFFER];
				for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
					sink.accept(Arrays.copyOf(buffer, read));
				}
				to.close();
			}
			catch (IOException _) {
				// A connection that breaks is closed.
			}
		});
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
