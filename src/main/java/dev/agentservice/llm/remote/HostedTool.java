package dev.agentservice.llm.remote;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A tool that runs at the provider.
 *
 * @param kind which one
 * @param argument of a search of files the store it searches, of code the memory of its
 * container; empty where there is nothing to say
 */
public record HostedTool(Kind kind, String argument) {

	/** The memory of a container for which nothing is said. */
	private static final String SMALLEST = "1g";

	/** The tools there are. */
	public enum Kind {

		/** Searches the web. */
		WEB_SEARCH,
		/** Runs code in a container. */
		CODE_INTERPRETER,
		/** Searches a store of files. */
		FILE_SEARCH;

		/** The word for it, for example {@code web_search}. */
		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

		/** The tool of that name. */
		public static Optional<Kind> of(String label) {
			return Arrays.stream(values()).filter((kind) -> kind.label().equals(label)).findAny();
		}

	}

	/** The name under which a provider's price is listed. */
	public String priceName(String provider) {
		boolean sized = this.kind == Kind.CODE_INTERPRETER && !this.argument.isEmpty()
				&& !SMALLEST.equals(this.argument);
		return provider + "/" + this.kind.label() + (sized ? "." + this.argument : "");
	}

}
