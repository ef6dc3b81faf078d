package dev.agentservice.simulator;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.agentservice.simulator.script.LatencyProfile;

/**
 * Starts the simulated providers alone. See {@code scripts/simulator --help}.
 */
public final class SimulatorMain {

	private SimulatorMain() {
	}

	/**
	 * Serves until the process is ended; exits with 2 if the arguments make no sense,
	 * with 1 if the port is taken.
	 */
	public static void main(String[] args) throws InterruptedException {
		PrintWriter terminal = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
		try {
			SimulatorOptions options = SimulatorOptions.parse(List.of(args));
			if (options.help()) {
				terminal.print(SimulatorOptions.USAGE);
				terminal.flush();
				return;
			}
			serve(options.port(), options.latency(), terminal);
		}
		catch (IllegalArgumentException ex) {
			terminal.println(ex.getMessage() + "; try --help");
			System.exit(2);
		}
		catch (UncheckedIOException ex) {
			terminal.println(ex.getMessage());
			System.exit(1);
		}
	}

	private static void serve(int port, LatencyProfile latency, PrintWriter terminal) throws InterruptedException {
		try (Simulator simulator = Simulator.start(port, latency)) {
			terminal.println("Simulated OpenAI and Anthropic on " + simulator.baseUrl() + " (" + latency + ")");
			new CountDownLatch(1).await();
		}
	}

}
