package dev.agentservice.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import dev.agentservice.simulator.script.LatencyProfile;

/**
 * The command line of {@link SimulatorMain}.
 *
 * @param help whether only the usage is wanted
 * @param port the port, or 0 for any free one
 * @param latency how fast the models are
 */
record SimulatorOptions(boolean help, int port, LatencyProfile latency) {

	static final int DEFAULT_PORT = 8089;

	static final String USAGE = """
			Simulated OpenAI and Anthropic servers on 127.0.0.1, for load tests and demos.

			usage: scripts/simulator [--port PORT] [--latency LATENCY] [--help]

			  --port PORT        where to listen; 0 for any free port (default: 8089)
			  --latency LATENCY  how fast the models are (default: none):
			                     none    as fast as the machine can
			                     gentle  first token after 250 ms, then 80 tokens per second
			                     FIRST_TOKEN_MS:TOKENS_PER_SECOND[:JITTER], for example 300:50:0.2
			  --help             this text

			serves  POST /v1/chat/completions, POST /v1/embeddings, GET /v1/models   (OpenAI)
			        POST /v1/messages                                                (Anthropic)
			        GET /_simulator/billing, GET /_simulator/requests                (what went on)
			""";

	/**
	 * Parses the arguments, written {@code --name value} or {@code --name=value}.
	 * @throws IllegalArgumentException with a text for people if they make no sense
	 */
	static SimulatorOptions parse(List<String> arguments) {
		SimulatorOptions options = new SimulatorOptions(false, DEFAULT_PORT, LatencyProfile.NONE);
		Deque<String> rest = new ArrayDeque<>();
		arguments.forEach((argument) -> rest.addAll(List.of(argument.split("=", 2))));
		while (!rest.isEmpty()) {
			String name = rest.removeFirst();
			options = switch (name) {
				case "--help", "-h" -> new SimulatorOptions(true, options.port, options.latency);
				case "--port" -> new SimulatorOptions(options.help, port(value(name, rest)), options.latency);
				case "--latency" ->
					new SimulatorOptions(options.help, options.port, LatencyProfile.parse(value(name, rest)));
				default -> throw new IllegalArgumentException("Unknown argument " + name);
			};
		}
		return options;
	}

	private static String value(String name, Deque<String> rest) {
		if (rest.isEmpty()) {
			throw new IllegalArgumentException(name + " needs a value");
		}
		return rest.removeFirst();
	}

	private static int port(String text) {
		if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
			throw new IllegalArgumentException("'" + text + "' is no port");
		}
		return Integer.parseInt(text);
	}

}
