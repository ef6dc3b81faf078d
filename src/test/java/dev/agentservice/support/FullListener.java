package dev.agentservice.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * An address at which nobody answers: a listener that accepts nothing and whose queue is
 * full, so that the kernel drops what else comes.
 */
public final class FullListener implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 500;

	/** Far more than any kernel makes of a queue of one. */
	private static final int MOST = 64;

	private final ServerSocket listener;

	private final List<Socket> queue = new ArrayList<>();

	private FullListener(ServerSocket listener) {
		this.listener = listener;
	}

	/**
	 * Opens a listener and fills its queue.
	 * @throws IllegalStateException if the kernel does not stop to accept
	 */
	public static FullListener open() throws IOException {
		FullListener full = new FullListener(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
		for (int connections = 0; connections < MOST; connections++) {
			if (!full.accepts()) {
				return full;
			}
		}
		full.close();
		throw new IllegalStateException("the queue is never full");
	}

	private boolean accepts() throws IOException {
		Socket socket = new Socket();
		this.queue.add(socket);
		try {
			socket.connect(this.listener.getLocalSocketAddress(), PATIENCE_MILLIS);
			return true;
		}
		catch (SocketTimeoutException _) {
			return false;
		}
	}

	/** The base URL of a provider there. */
	public URI url() {
		return URI.create("http://127.0.0.1:" + this.listener.getLocalPort() + "/v1");
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		for (Socket socket : this.queue) {
			socket.close();
		}
	}

}
