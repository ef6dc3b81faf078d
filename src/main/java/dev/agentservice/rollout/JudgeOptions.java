package dev.agentservice.rollout;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What {@code scripts/judge} was called with.
 *
 * @param replay the recording, {@code -} for the standard input
 * @param policy the policy
 * @param report where reports are written, if anywhere
 */
record JudgeOptions(String replay, Path policy, @Nullable Path report) {

	/**
	 * Reads the arguments; the first is the policy that counts without {@code --policy}.
	 * @throws IllegalArgumentException if they are wrong
	 */
	static JudgeOptions parse(List<String> arguments) {
		Iterator<String> rest = arguments.iterator();
		Path policy = path(value(rest, "the default policy"));
		String replay = null;
		Path report = null;
		while (rest.hasNext()) {
			String name = rest.next();
			switch (name) {
				case "--replay" -> replay = value(rest, name);
				case "--policy" -> policy = path(value(rest, name));
				case "--report" -> report = path(value(rest, name));
				default -> throw new IllegalArgumentException("unknown argument " + name);
			}
		}
		if (replay == null) {
			throw new IllegalArgumentException("--replay FILE is missing");
		}
		return new JudgeOptions(replay, policy, report);
	}

	boolean isStandardInput() {
		return "-".equals(this.replay);
	}

	private static String value(Iterator<String> rest, String name) {
		if (!rest.hasNext()) {
			throw new IllegalArgumentException(name + " needs a value");
		}
		return rest.next();
	}

	private static Path path(String text) {
		try {
			return Path.of(text);
		}
		catch (InvalidPathException ex) {
			throw new IllegalArgumentException(text + " is no file", ex);
		}
	}

}
