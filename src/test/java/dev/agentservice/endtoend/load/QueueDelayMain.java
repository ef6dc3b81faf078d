package dev.agentservice.endtoend.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waiting runs cost those who wait for an answer: {@code scripts/queue-delay}.
 */
final class QueueDelayMain {

	private QueueDelayMain() {
	}

	/**
	 * Arguments: how many runs wait, how long the model takes in milliseconds, how many
	 * seconds each part lasts. Exits with 1 if clients were answered too slowly.
	 */
	public static void main(String[] args) {
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
		int runs = Integer.parseInt(args[0]);
		Duration model = Duration.ofMillis(Long.parseLong(args[1]));
		Duration time = Duration.ofSeconds(Long.parseLong(args[2]));
		List<String> broken = new ArrayList<>();
		IO.println(QueueDelay.head());
		for (int users : new int[] { 1, runs }) {
			QueueDelay delay = QueueDelayTrial.run(runs, users, model, time);
			IO.println(delay.row());
			broken.addAll(delay.broken(runs));
		}
		broken.forEach((promise) -> IO.println("BROKEN: " + promise));
		System.exit(broken.isEmpty() ? 0 : 1);
	}

}
