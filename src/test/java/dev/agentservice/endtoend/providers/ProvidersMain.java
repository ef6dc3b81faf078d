package dev.agentservice.endtoend.providers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes {@code docs/providers.md}. See {@code scripts/providers --help}.
 */
final class ProvidersMain {

	private ProvidersMain() {
	}

	/**
	 * Argument: the page to write. Exits with 1 if a promise was broken.
	 */
	public static void main(String[] args) throws IOException {
		System.setProperty("logging.level.root", "error");
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
		List<Outcome> outcomes = new ArrayList<>();
		try (ProviderTrial trial = new ProviderTrial()) {
			for (Dialect dialect : Dialect.values()) {
				for (Scenario scenario : Scenario.values()) {
					outcomes.add(trial.run(dialect, scenario, false));
					outcomes.add(trial.run(dialect, scenario, true));
				}
			}
		}
		Files.writeString(Path.of(args[0]), ProvidersPage.of(outcomes));
		List<Outcome> broken = outcomes.stream().filter((outcome) -> !outcome.broken().isEmpty()).toList();
		broken.forEach((outcome) -> IO.println("BROKEN: " + outcome.line() + " " + outcome.broken()));
		IO.println(outcomes.size() + " rows, " + broken.size() + " broken: " + args[0]);
		System.exit(broken.isEmpty() ? 0 : 1);
	}

}
