package dev.agentservice.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.springframework.util.FileSystemUtils;

/**
 * Agents of a test, in a directory that goes with them.
 *
 * @param directory where they are
 */
record AgentFiles(Path directory) implements AutoCloseable {

	/** Writes a file for each name. */
	static AgentFiles of(Map<String, String> files) {
		try {
			Path directory = Files.createTempDirectory("agents");
			for (Map.Entry<String, String> file : files.entrySet()) {
				Files.writeString(directory.resolve(file.getKey() + ".md"), file.getValue());
			}
			return new AgentFiles(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		FileSystemUtils.deleteRecursively(this.directory.toFile());
	}

}
