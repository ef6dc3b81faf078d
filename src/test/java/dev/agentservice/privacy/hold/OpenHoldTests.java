package dev.agentservice.privacy.hold;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code scripts/open-hold}, which knows nothing of the service's code.
 */
@BesideOthers
@Tag("process")
class OpenHoldTests {

	private static final String USER = "3f0c9a5be1d24470a6f2b8c1d5e07a93";

	@TempDir
	Path directory;

	@Test
	void theScriptOpensWhatTheServiceHasSealedAndRefusesWhatWasChanged() throws Exception {
		Path key = Files.writeString(this.directory.resolve("key"), "A".repeat(43) + "=");
		String text = "{\"complete\":true}\n".repeat(10_000);
		new HoldFiles(new HoldProperties(this.directory, key))
			.write(new HoldHeader(HoldHeader.VERSION, "hld_1", USER, "acme", "key", "0a", "Litigation 4711",
					Instant.parse("2026-11-23T09:30:00Z"), Instant.parse("2036-11-23T09:30:00Z"), HoldHeader.newCopy()),
					(out) -> out.write(text.getBytes(StandardCharsets.UTF_8)), () -> {
					});
		Path copy;
		try (Stream<Path> files = Files.list(this.directory)) {
			copy = files.filter((file) -> file.toString().endsWith(".hold")).findFirst().orElseThrow();
		}
		assertThat(open(copy, key)).isZero();
		assertThat(Files.readString(this.directory.resolve("out"))).isEqualTo(text);
		assertThat(Files.readString(this.directory.resolve("err"))).contains("Litigation 4711");
		byte[] bytes = Files.readAllBytes(copy);
		bytes[bytes.length - 1] ^= 1;
		Files.write(copy, bytes);
		assertThat(open(copy, key)).isEqualTo(3);
		assertThat(open(this.directory.resolve("absent"), key)).isEqualTo(2);
	}

	private int open(Path copy, Path key) throws IOException, InterruptedException {
		Process process = new ProcessBuilder("scripts/open-hold", copy.toString(), key.toString())
			.redirectOutput(this.directory.resolve("out").toFile())
			.redirectError(this.directory.resolve("err").toFile())
			.start();
		assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
		return process.exitValue();
	}

}
