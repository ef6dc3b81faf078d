package dev.agentservice.simulator.usage;

import java.util.List;

/**
 * A part of a prompt, in the order in which the provider reads it: a tool, a message, or
 * a block of a message.
 *
 * <p>
 * The tokens of a prompt are at most one for each UTF-8 byte of its texts, its names and
 * the compact JSON of its tools' schemas and its calls' arguments, plus
 * {@value #PER_MESSAGE} for each message, {@value #PER_TOOL} for each tool and
 * {@value #PER_REQUEST} for the request.
 *
 * @param identity what makes two segments the same for the prompt cache
 * @param tokens the tokens it counts for
 * @param cacheBreakpoint whether the client marked its end with {@code cache_control}
 */
public record Segment(String identity, int tokens, boolean cacheBreakpoint) {

	/** Tokens that every message costs above its texts, shared by its blocks. */
	public static final int PER_MESSAGE = 4;

	/** Tokens that every tool costs above its texts. */
	public static final int PER_TOOL = 12;

	/** Tokens that every request costs. */
	public static final int PER_REQUEST = 3;

	/** All tokens of a prompt. */
	public static int total(List<Segment> prompt) {
		return PER_REQUEST + prompt.stream().mapToInt(Segment::tokens).sum();
	}

}
