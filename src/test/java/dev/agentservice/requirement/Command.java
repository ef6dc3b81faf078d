package dev.agentservice.requirement;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A command of the machine, with the arguments of a call that proves that it works.
 *
 * @param name the executable's name
 * @param arguments none, if being on the path is proof enough
 */
record Command(String name, List<String> arguments) {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	static Command parse(String line) {
		List<String> words = List.of(line.split(" ", -1));
		return new Command(words.getFirst(), words.subList(1, words.size()));
	}

	/** The reason in a few words, or nothing if the command works. */
	Optional<String> whyItDoesNotWork(String path) {
		if (!isOn(path)) {
			return Optional.of("'" + this.name + "' is not on the PATH");
		}
		return this.arguments.isEmpty() ? Optional.empty() : call();
	}

	private boolean isOn(String path) {
		return Stream.of(path.split(File.pathSeparator, -1))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, this.name)));
	}

	private Optional<String> call() {
		try {
			Process process = new ProcessBuilder(words()).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			if (!process.waitFor(PATIENCE)) {
				process.destroyForcibly();
				return Optional.of("'" + this + "' did not answer within " + PATIENCE.toSeconds() + " s");
			}
			int code = process.exitValue();
			return (code == 0) ? Optional.empty() : Optional.of("'" + this + "' ended with " + code);
		}
		catch (IOException ex) {
			return Optional.of("'" + this + "' did not start: " + ex.getMessage());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Optional.of("'" + this + "' was interrupted");
		}
	}

	private List<String> words() {
		return Stream.concat(Stream.of(this.name), this.arguments.stream()).toList();
	}

	@Override
	public String toString() {
		return String.join(" ", words());
	}

}
