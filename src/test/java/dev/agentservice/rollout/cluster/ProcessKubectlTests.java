package dev.agentservice.rollout.cluster;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("process")
class ProcessKubectlTests {

	@TempDir
	private Path directory;

	@Test
	@Timeout(60)
	void aReplicaThatStopsWithinItsAnswerIsNotWaitedFor() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
			Thread.startVirtualThread(() -> answerPartly(server));
			Kubectl kubectl = kubectl(
					"echo 'Forwarding from 127.0.0.1:%d -> 8081'; exec sleep 600".formatted(server.getLocalPort()));
			assertThatExceptionOfType(KubectlException.class)
				.isThrownBy(() -> kubectl.fetch("n", "deployment/agent-service", 8081, "/actuator/info"))
				.withMessageContaining("cannot be asked");
		}
	}

	private static void answerPartly(ServerSocket server) {
		try (server) {
			Socket socket = server.accept();
			socket.getOutputStream()
				.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
			socket.getOutputStream().flush();
			socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
		}
		catch (java.io.IOException _) {
			// The other side has gone.
		}
	}

	@Test
	void theServerIsAskedToGiveUpWithUs() throws Exception {
		assertThat(kubectl("echo \"$@\"").run(List.of("get", "pods"), "")).contains("get pods --request-timeout=2s");
	}

	private Kubectl kubectl(String script) throws Exception {
		Path program = Files.writeString(this.directory.resolve("kubectl"), "#!/bin/bash\n" + script + "\n");
		Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
		return new ProcessKubectl(List.of(program.toString()), Duration.ofSeconds(2));
	}

}
