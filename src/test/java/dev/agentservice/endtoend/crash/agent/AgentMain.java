package dev.agentservice.endtoend.crash.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops an agent at each step. See {@code scripts/crash-test --help}.
 */
final class AgentMain {

	private AgentMain() {
	}

	/**
	 * Arguments: file, task, {@code true} for pairs, rounds, class with tools or an empty
	 * text, further options of the service. Exits with 1 if something happened twice or
	 * was lost.
	 */
	public static void main(String[] args) throws IOException {
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
		List<String> options = Arrays.asList(args).subList(5, args.length);
		AgentTrialSettings settings = new AgentTrialSettings(Path.of(args[0]), args[1], Boolean.parseBoolean(args[2]),
				Integer.parseInt(args[3]), args[4], options);
		try (AgentTrial trial = new AgentTrial(settings, IO::println)) {
			Crashes crashes = trial.run();
			IO.println();
			IO.println(crashes);
			System.exit(crashes.areGood() ? 0 : 1);
		}
	}

}
