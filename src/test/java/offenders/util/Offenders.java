package offenders.util;

import java.io.PrintStream;
import java.util.logging.Logger;

import io.lettuce.core.RedisURI;
import offenders.local.Simulation;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.RestController;

/**
 * One offence each.
 */
final class Offenders {

	private Offenders() {
	}

	static class RunManager {

	}

	@RestController
	static class StrayController {

	}

	static class RawRedis {

		final RedisURI address = new RedisURI();

	}

	static class FieldInjected {

		@Autowired
		StrayController controller;

	}

	static class OtherLogging {

		final Logger log = Logger.getAnonymousLogger();

	}

	static class Printing {

		final PrintStream console = System.out;

	}

	static class Simulated {

		final Simulation simulation = new Simulation();

	}

	static class LaunchTests {

		final ProcessBuilder process = new ProcessBuilder("true");

	}

}
