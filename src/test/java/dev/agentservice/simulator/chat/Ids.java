package dev.agentservice.simulator.chat;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Random ids that look like the providers'.
 */
public final class Ids {

	private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

	private static final int LENGTH = 24;

	private Ids() {
	}

	/** A fresh id with this prefix. */
	public static String random(String prefix) {
		StringBuilder id = new StringBuilder(prefix.length() + LENGTH).append(prefix);
		ThreadLocalRandom random = ThreadLocalRandom.current();
		for (int i = 0; i < LENGTH; i++) {
			id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
		}
		return id.toString();
	}

}
