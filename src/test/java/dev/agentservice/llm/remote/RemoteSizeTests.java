package dev.agentservice.llm.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Loops at providers need no client of theirs, which would have tens of megabytes. */
@BesideOthers
class RemoteSizeTests {

	@Test
	void allClassesTogetherAreSmall() throws IOException, URISyntaxException {
		Path folder = Path.of(Objects.requireNonNull(RemoteAgent.class.getResource("RemoteAgent.class")).toURI())
			.getParent();
		try (Stream<Path> files = Files.walk(folder)) {
			assertThat(files.filter(Files::isRegularFile).mapToLong(RemoteSizeTests::inJar).sum()).isBetween(10_000L,
					200_000L);
		}
	}

	private static long inJar(Path file) {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
			Files.copy(file, out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return packed.size();
	}

}
