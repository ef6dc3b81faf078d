package dev.agentservice.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RedisServerTests {

	@Test
	void aClosedServerLeavesNoProcessAndNoFiles() throws IOException {
		RedisServer server = RedisServer.start();
		long pid = server.pid();
		server.close();
		assertThat(ProcessHandle.of(pid)).isEmpty();
		try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			assertThat(files.map(Path::getFileName).map(Path::toString))
				.noneMatch((name) -> name.startsWith("redis-" + server.port()));
		}
	}

	@Test
	void aKilledServerForgetsAndComesBackOnItsPort() {
		try (RedisServer server = RedisServer.start()) {
			long pid = server.pid();
			server.kill();
			server.restart();
			assertThat(server.pid()).isNotEqualTo(pid);
			assertThat(server.commandStats()).containsKey("ping");
		}
	}

}
