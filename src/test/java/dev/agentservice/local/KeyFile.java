package dev.agentservice.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where a command finds the API key, so that it can be written down once and for all.
 *
 * @param path the file
 */
record KeyFile(Path path) {

	/** Replaces the key of an earlier start. Nobody but the owner can read it. */
	void write(String key) {
		try {
			Path directory = this.path.toAbsolutePath().getParent();
			Files.createDirectories(directory);
			// Temporary files are their owner's alone from the beginning.
			Path fresh = Files.createTempFile(directory, "local", ".key");
			Files.writeString(fresh, key);
			Files.move(fresh, this.path, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
