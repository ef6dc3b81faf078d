package dev.agentservice.rollout.prometheus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class PrometheusClockTests {

	private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

	@Test
	void anotherClockIsNoticedBeforeTheFirstWeight() throws Exception {
		String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(40));
		String answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nDate: %s\r\nContent-Length: %d\r\n\r\n%s"
			.formatted(date, FakePrometheus.NOTHING.length(), FakePrometheus.NOTHING);
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			Thread.startVirtualThread(() -> answerAll(server, answer));
			LiveRollout rollout = new LiveRollout(
					new PrometheusSettings(URI.create("http://127.0.0.1:" + server.getLocalPort()), "agent-service",
							null, null, Duration.ofSeconds(10)),
					"r", NOW, Map.of());
			rollout.readUpTo(NOW);
			assertThat(rollout.plumbing(NOW)).get().asString().contains("the clock of Prometheus differs");
		}
	}

	/** A server of the JDK has a date of its own. */
	private static void answerAll(ServerSocket server, String answer) {
		try {
			while (true) {
				try (Socket socket = server.accept()) {
					byte[] request = new byte[4096];
					int read = 0;
					while (!new String(request, 0, read, StandardCharsets.US_ASCII).contains("timeout=")) {
						read += socket.getInputStream().read(request, read, request.length - read);
					}
					socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
				}
			}
		}
		catch (IOException _) {
			// It was closed.
		}
	}

}
