package dev.agentservice.agent.definition;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The two parts of an agent's file: front matter between two lines of {@code ---}, then
 * the instructions.
 *
 * @param frontMatter the YAML; it begins on the file's second line
 * @param instructions what follows, without blank lines around it
 * @param instructionsLine where they begin
 */
record AgentFileText(String frontMatter, String instructions, int instructionsLine) {

	private static final String FENCE = "---";

	/**
	 * Splits a file.
	 * @param file the file's name, for complaints
	 * @param bytes its content
	 * @throws AgentFileException if it is not UTF-8 or has no front matter
	 */
	static AgentFileText of(String file, byte[] bytes) {
		List<String> lines = decode(file, bytes).lines().toList();
		if (lines.isEmpty() || !lines.getFirst().stripTrailing().equals(FENCE)) {
			throw new AgentFileException(file, 1, "the file must begin with a line of three dashes, '---'");
		}
		int end = 1;
		while (end < lines.size() && !lines.get(end).stripTrailing().equals(FENCE)) {
			end++;
		}
		if (end == lines.size()) {
			throw new AgentFileException(file, 1, "the front matter has no end: a second line of '---' is missing");
		}
		return new AgentFileText(String.join("\n", lines.subList(1, end)),
				String.join("\n", lines.subList(end + 1, lines.size())).strip(), end + 2);
	}

	private static String decode(String file, byte[] bytes) {
		CharsetDecoder decoder = UTF_8.newDecoder()
			.onMalformedInput(CodingErrorAction.REPORT)
			.onUnmappableCharacter(CodingErrorAction.REPORT);
		ByteBuffer in = ByteBuffer.wrap(bytes);
		CharBuffer out = CharBuffer.allocate(bytes.length);
		CoderResult result = decoder.decode(in, out, true);
		out.flip();
		String text = out.toString();
		if (result.isError()) {
			throw new AgentFileException(file, 1 + (int) text.chars().filter((c) -> c == '\n').count(),
					"this is not UTF-8");
		}
		return text.startsWith("\uFEFF") ? text.substring(1) : text;
	}

}
