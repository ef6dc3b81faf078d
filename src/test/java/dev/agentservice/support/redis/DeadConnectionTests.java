package dev.agentservice.support.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Connections that a network has forgotten while the process was frozen: nobody closes
 * them, and nothing comes through.
 */
@BesideOthers
class DeadConnectionTests {

	@Test
	void aRequestFindsAConnectionThatWorks() throws IOException {
		try (ForgetfulNetwork network = new ForgetfulNetwork(RedisServer.shared().port());
				ReplicaContext replica = new ReplicaContext(RedisServer.shared(), Map.of("spring.data.redis.port",
						Integer.toString(network.port()), "agent-service.redis.reconnect-after", "100ms"))) {
			RedisStore store = replica.store();
			assertThat(store.memoryPercent().join()).isNotNegative();
			int before = network.connections();
			network.forget();
			await("the pause is long enough to ask").until(() -> {
				store.catchUp();
				return network.connections() > before;
			});
			assertThat(store.memoryPercent().join()).isNotNegative();
		}
	}

	/** Passes bytes on, except on connections that it has forgotten. */
	private static final class ForgetfulNetwork implements AutoCloseable {

		private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

		private final Set<Socket> forgotten = ConcurrentHashMap.newKeySet();

		private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

		private final AtomicInteger connections = new AtomicInteger();

		ForgetfulNetwork(int redis) throws IOException {
			Thread.ofPlatform().daemon().start(() -> accept(redis));
		}

		int port() {
			return this.listener.getLocalPort();
		}

		int connections() {
			return this.connections.get();
		}

		void forget() {
			this.forgotten.addAll(this.sockets);
		}

		private void accept(int redis) {
			try {
				while (true) {
					Socket client = this.listener.accept();
					Socket server = new Socket(InetAddress.getLoopbackAddress(), redis);
					this.sockets.addAll(List.of(client, server));
					this.connections.incrementAndGet();
					Thread.ofVirtual().start(() -> pump(client, server));
					Thread.ofVirtual().start(() -> pump(server, client));
				}
			}
			catch (IOException _) {
				// Closed.
			}
		}

		private void pump(Socket from, Socket to) {
			byte[] buffer = new byte[8192];
			try (InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
				for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
					if (!this.forgotten.contains(from)) {
						out.write(buffer, 0, length);
						out.flush();
					}
				}
			}
			catch (IOException _) {
				// One side has closed it.
			}
		}

		@Override
		public void close() throws IOException {
			this.listener.close();
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}

	}

}
