package dev.agentservice.guard.redact.link;

import com.google.re2j.Pattern;

/**
 * What makes links, images and tags.
 */
final class LinkSyntax {

	private static final Pattern TAG = Pattern.compile("<([A-Za-z])");

	private LinkSyntax() {
	}

	/** A text in which nothing is one. */
	static String inert(String text) {
		String inert = text.replace("](", "] (").replace("]:", "] :").replace("![", "! [");
		return TAG.matcher(inert).replaceAll("< $1");
	}

}
