package dev.agentservice.simulator.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection. One thread always reads: between requests for the next one,
 * during an answer (which has a thread of its own) for the client's leaving.
 */
final class Connection implements Runnable {

	private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

	private final Socket socket;

	private final Handler handler;

	Connection(Socket socket, Handler handler) {
		this.socket = socket;
		this.handler = handler;
	}

	@Override
	public void run() {
		try (this.socket) {
			this.socket.setTcpNoDelay(true);
			OutputStream out = new BufferedOutputStream(this.socket.getOutputStream(), 16 * 1024);
			RequestReader reader = new RequestReader(this.socket.getInputStream(), out);
			HttpRequest request = reader.next();
			while (request != null && answer(request, new Exchange(this.socket, out), reader)) {
				request = reader.next();
			}
		}
		catch (IOException | NumberFormatException ex) {
			LOG.atTrace().setCause(ex).log("Connection ended");
		}
	}

	/** Whether the connection goes on after this answer. */
	private boolean answer(HttpRequest request, Exchange exchange, RequestReader reader) throws IOException {
		Thread worker = Thread.ofVirtual().start(() -> handle(request, exchange));
		boolean more = false;
		try {
			more = reader.awaitMore();
		}
		finally {
			if (!more) {
				exchange.clientLeft();
			}
			join(worker);
		}
		return more && !exchange.isClosed();
	}

	private void handle(HttpRequest request, Exchange exchange) {
		try {
			this.handler.handle(request, exchange);
			if (request.closesConnection() && !exchange.isClosed()) {
				exchange.close();
			}
		}
		catch (ClientLeftException ex) {
			LOG.atTrace().setCause(ex).log("Client left");
		}
		catch (IOException | RuntimeException ex) {
			LOG.atError().setCause(ex).addKeyValue("path", request.path()).log("The simulator failed");
			abandon();
		}
	}

	/** Closing is what wakes the reader and tells the client that no answer comes. */
	private void abandon() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			LOG.atTrace().setCause(ex).log("Could not close");
		}
	}

	private static void join(Thread worker) {
		try {
			worker.join();
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
		}
	}

}
