package dev.agentservice.guard.evaluate;

import java.util.function.Consumer;

/**
 * One line that says how far it is.
 */
final class Progress {

	private static final int STEP = 10;

	private final Consumer<String> out;

	private String shown = "";

	Progress(Consumer<String> out) {
		this.out = out;
	}

	void at(String what, int done, int all) {
		if (done % STEP == 0 || done == all) {
			String line = what + " " + done + "/" + all;
			this.out.accept("\r" + line + " ".repeat(Math.max(0, this.shown.length() - line.length())));
			this.shown = line;
		}
	}

	/** The line is wiped out. */
	void end() {
		this.out.accept("\r" + " ".repeat(this.shown.length()) + "\r");
		this.shown = "";
	}

}
