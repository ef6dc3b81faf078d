package dev.agentservice.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.redis.TestRedis;

/**
 * Stands between a service and its Redis; when bytes go on is up to the subclass, but not
 * in which order. A connection that one side closes is closed on the other.
 */
abstract class RedisFront implements TestRedis, AutoCloseable {

	private static final int BUFFER = 64 * 1024;

	private final RedisServer redis;

	private final ServerSocket listener;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	RedisFront(RedisServer redis) {
		this.redis = redis;
		try {
			this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Sends bytes of a client on, sooner or later. */
	abstract void request(Runnable sending);

	/** Sends bytes of the server on, sooner or later. */
	abstract void answer(Runnable sending);

	/** Lets clients in; to be called once the subclass is whole. */
	final void open() {
		Thread.ofPlatform().daemon().name("redis-front").start(this::accept);
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
		disconnect();
	}

	/** Breaks all connections. */
	final void disconnect() throws IOException {
		for (Socket socket : this.sockets) {
			socket.close();
		}
		this.sockets.clear();
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
			pump(client, server, (bytes) -> request(() -> write(requests, bytes)));
			pump(server, client, (bytes) -> answer(() -> write(answers, bytes)));
		}
		catch (IOException _) {
			// There is no server just now.
			client.close();
		}
	}

	private static void pump(Socket from, Socket to, Sink sink) {
		Thread.ofVirtual().start(() -> {
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
