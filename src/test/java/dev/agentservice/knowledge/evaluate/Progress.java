package dev.agentservice.knowledge.evaluate;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One line that says how far it is.
 */
final class Progress {

	private final Consumer<String> out;

	Progress(Consumer<String> out) {
		this.out = out;
	}

	/** Tells of one thing that is done in steps: about fifty times, and the end. */
	BiConsumer<Integer, Integer> of(String what) {
		return (done, all) -> {
			if (done.equals(all)) {
				this.out.accept("\r" + " ".repeat(what.length() + 20) + "\r");
			}
			else if (done % Math.max(1, all / 50) == 0) {
				this.out.accept("\r" + what + " " + done + "/" + all);
			}
		};
	}

}
