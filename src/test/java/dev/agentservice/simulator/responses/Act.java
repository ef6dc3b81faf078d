package dev.agentservice.simulator.responses;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a simulated response does next.
 */
public sealed interface Act {

	/** It says these pieces of its answer. */
	record Say(List<String> pieces) implements Act {

		public Say {
			pieces = List.copyOf(pieces);
		}

	}

	/**
	 * It calls a hosted tool; the result is in its prompt only.
	 *
	 * @param type the type of the item, such as {@code web_search_call}
	 * @param action what a search of the web does, or empty
	 * @param container where code runs, or empty
	 * @param failed whether it fails
	 */
	record Hosted(String type, String action, String container, boolean failed) implements Act {
	}

	/** It wants a function to be called. */
	record Call(String id, String name, String arguments) implements Act {
	}

	/** It thinks, which only its provider can read. */
	record Think() implements Act {
	}

	/** It goes on once this is done; every stream of it stays open meanwhile. */
	record Await(CompletableFuture<?> released) implements Act {
	}

	/** All its streams end, it goes on. */
	record Cut() implements Act {
	}

	/** Its open streams tell nothing any more and stay open, it goes on. */
	record Mute() implements Act {
	}

	/** It does nothing any more, until it is cancelled. */
	record Hang() implements Act {
	}

	/** It is never begun; its streams stay open, and are kept alive. */
	record Queue() implements Act {
	}

	/** The provider fails. */
	record Fail(String code) implements Act {
	}

	/** Its answer is cut at the output cap. */
	record Truncate() implements Act {
	}

	/** What it used. */
	record Use(long input, long cached, long output) implements Act {
	}

	/** Its text cites a page that a search has found. */
	record Cite(String url, String title) implements Act {
	}

	/** Instead of a response, the request is refused. */
	record Refuse(int status) implements Act {
	}

	/** The answer. */
	static Act say(String... pieces) {
		return new Say(List.of(pieces));
	}

	/** A search of the web. */
	static Act search() {
		return new Hosted("web_search_call", "search", "", false);
	}

	/** A page that a search has found is opened. */
	static Act openPage() {
		return new Hosted("web_search_call", "open_page", "", false);
	}

	/** Code that runs in a container. */
	static Act code(String container) {
		return new Hosted("code_interpreter_call", "", container, false);
	}

	/** A search of files. */
	static Act files() {
		return new Hosted("file_search_call", "", "", false);
	}

	/** A call of a function. */
	static Act call(String id, String name, String arguments) {
		return new Call(id, name, arguments);
	}

	/** It waits. */
	static Act await(CompletableFuture<?> released) {
		return new Await(released);
	}

	/** What it used. */
	static Act use(long input, long output) {
		return new Use(input, 0, output);
	}

}
