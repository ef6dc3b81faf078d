package dev.agentservice.simulator.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on the loopback address and gives each connection a virtual thread.
 */
public final class HttpServer implements AutoCloseable {

	private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

	private static final int BACKLOG = 4096;

	private final ServerSocket listener;

	private final Handler handler;

	private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

	private HttpServer(ServerSocket listener, Handler handler) {
		this.listener = listener;
		this.handler = handler;
	}

	/**
	 * Starts to listen.
	 * @param port the port, or 0 for any free one
	 * @param handler what answers the requests
	 * @throws UncheckedIOException if the port is taken
	 */
	public static HttpServer start(int port, Handler handler) {
		try {
			ServerSocket listener = new ServerSocket(port, BACKLOG, InetAddress.ofLiteral("127.0.0.1"));
			HttpServer server = new HttpServer(listener, handler);
			Thread.ofPlatform().daemon().name("simulator-accept").start(server::accept);
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot listen on 127.0.0.1:" + port, ex);
		}
	}

	/** The port it listens on. */
	public int port() {
		return this.listener.getLocalPort();
	}

	/** How many clients are connected. */
	public int openConnections() {
		return this.connections.size();
	}

	/** Stops listening and closes every connection. */
	@Override
	public void close() {
		closeQuietly(this.listener);
		this.connections.forEach(HttpServer::closeQuietly);
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				Socket socket = this.listener.accept();
				this.connections.add(socket);
				Thread.ofVirtual().start(() -> serve(socket));
			}
			catch (IOException ex) {
				LOG.atTrace().setCause(ex).log("Not accepted");
			}
		}
	}

	private void serve(Socket socket) {
		try {
			new Connection(socket, this.handler).run();
		}
		finally {
			this.connections.remove(socket);
		}
	}

	private static void closeQuietly(AutoCloseable resource) {
		try {
			resource.close();
		}
		catch (Exception ex) {
			LOG.atTrace().setCause(ex).log("Could not close");
		}
	}

}
