package dev.agentservice.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import redis.embedded.core.ExecutableProvider;

/**
 * Finds a {@code redis-server} to run: the one on the PATH if it is newer than 6.2, which
 * is the oldest the service supports, otherwise the 6.2 that embedded-redis carries.
 */
final class RedisBinary {

	private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.(\\d+)");

	private static final int FLOOR = 602;

	private static final Path FOUND = onPath().orElseGet(RedisBinary::embedded);

	private RedisBinary() {
	}

	static Path path() {
		return FOUND;
	}

	private static Optional<Path> onPath() {
		return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.map((directory) -> Path.of(directory, "redis-server"))
			.filter(Files::isExecutable)
			.filter((binary) -> version(binary) > FLOOR)
			.findFirst();
	}

	private static int version(Path binary) {
		try {
			Process process = new ProcessBuilder(binary.toString(), "--version").redirectErrorStream(true).start();
			String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			Matcher version = VERSION.matcher(answer);
			return version.find() ? Integer.parseInt(version.group(1)) * 100 + Integer.parseInt(version.group(2)) : 0;
		}
		catch (IOException _) {
			return 0; // Not a program for this machine, so not the one to run.
		}
	}

	private static Path embedded() {
		try {
			Path directory = Files.createTempDirectory("redis-binary");
			// The last one named goes first, and only an empty directory goes at all.
			directory.toFile().deleteOnExit();
			File binary = ExecutableProvider.newJarResourceProvider(directory.toFile()).get();
			binary.deleteOnExit();
			return binary.toPath();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("embedded-redis carries no redis-server for this machine", ex);
		}
	}

}
