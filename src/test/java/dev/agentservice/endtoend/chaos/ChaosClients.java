package dev.agentservice.endtoend.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.agentservice.endtoend.Client;
import tools.jackson.databind.json.JsonMapper;

/**
 * The clients of a trial, behind a load balancer that knows two replicas.
 *
 * @param first the replica that will be killed
 * @param second the other one
 * @param firstDown whether it was killed
 */
record ChaosClients(Client first, Client second, AtomicBoolean firstDown) {

	/** Starts a run and waits for its end, or for the client's patience to end. */
	Ending start(ChaosRun run) {
		boolean toFirst = run.first() && !this.firstDown.get();
		Client client = toFirst ? this.first : this.second;
		try {
			return (run.patience() != null) ? leave(client, run, run.patience()) : wait(client, run);
		}
		catch (ConnectException ex) {
			if (!toFirst) {
				throw new UncheckedIOException(ex);
			}
			this.firstDown.set(true);
			return start(run);
		}
		catch (IOException ex) {
			if (!toFirst) {
				throw new UncheckedIOException("The replica that lives broke the connection", ex);
			}
			return Ending.LOST;
		}
	}

	private static Ending wait(Client client, ChaosRun run) throws IOException {
		try {
			return Ending.of(client.ask(run.request()));
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	/**
	 * On a socket of its own, since that is what is closed; and as a reader of events,
	 * since the service notices only of those that they have left.
	 */
	private static Ending leave(Client client, ChaosRun run, Duration patience) throws IOException {
		byte[] body = JsonMapper.shared().writeValueAsBytes(run.request());
		String head = """
				POST /agent HTTP/1.1
				Host: localhost
				Authorization: Bearer %s
				Content-Type: application/json
				Accept: text/event-stream
				Content-Length: %d

				""".formatted(client.key(), body.length).replace("\n", "\r\n");
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(client.baseUrl()).getPort())) {
			socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
			socket.getOutputStream().write(body);
			socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
			if (socket.getInputStream().readAllBytes().length == 0) {
				throw new IOException("No answer");
			}
		}
		catch (SocketTimeoutException _) {
			// Its patience is at an end.
		}
		return Ending.LEFT;
	}

}
