package dev.agentservice.setting;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration says what has no effect, or not the one that it seems to have.
 */
final class UnusableSettingsException extends RuntimeException {

	private static final int SHOWN = 20;

	/**
	 * Refuses to start.
	 * @param mistakes each with its name and where it stands; never a value
	 */
	UnusableSettingsException(List<String> mistakes) {
		super(mistakes.stream()
			.limit(SHOWN)
			.map((mistake) -> System.lineSeparator() + "    " + mistake)
			.collect(Collectors.joining("",
					"The configuration has " + ((mistakes.size() == 1) ? "a mistake:" : mistakes.size() + " mistakes:"),
					more(mistakes.size()))));
	}

	private static String more(int count) {
		return (count > SHOWN) ? System.lineSeparator() + "    and " + (count - SHOWN) + " more" : "";
	}

}
