package dev.agentservice.endtoend.crash;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a trial. See {@code scripts/chaos-runs --help}.
 */
final class CrashMain {

	private CrashMain() {
	}

	/** Arguments: kills, freezes, seed. Exits with 1 if a promise was broken. */
	public static void main(String[] args) {
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
		CrashPlan plan = new CrashPlan(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Long.parseLong(args[2]));
		CrashReport report = CrashTrial.run(plan, IO::println);
		IO.println();
		IO.println(report);
		System.exit(report.isGood() ? 0 : 1);
	}

}
