package dev.agentservice.agent.routing;

import java.util.Arrays;
import java.util.List;

/**
 * How much thinking a task asks for, in points. A rule of thumb, chosen for being cheap
 * (linear in the length of the task, no model asked), the same every time, and easy to
 * explain to the author of an agent who wonders why a task went where it did:
 *
 * <table>
 * <caption>Points</caption>
 * <tr>
 * <th>signal</th>
 * <th>points</th>
 * </tr>
 * <tr>
 * <td>length: at least 150, 600, 2,000 tokens, estimated as 4 characters each, as one
 * where a character is a word (Chinese, Japanese, Korean)</td>
 * <td>1, 2, 3</td>
 * </tr>
 * <tr>
 * <td>question marks and list items, from the second on</td>
 * <td>1 each, up to 3</td>
 * </tr>
 * <tr>
 * <td>different {@linkplain ReasoningWords words} that ask for reasoning</td>
 * <td>2 or 3 each, up to 6</td>
 * </tr>
 * <tr>
 * <td>code: a fence of backticks, or two lines that look like code</td>
 * <td>2</td>
 * </tr>
 * <tr>
 * <td>mathematics: a symbol such as ∑ or √, or a power of a letter</td>
 * <td>2</td>
 * </tr>
 * <tr>
 * <td>a table: three lines with two columns' separators each</td>
 * <td>2</td>
 * </tr>
 * <tr>
 * <td>more than 8 tools to choose from</td>
 * <td>1</td>
 * </tr>
 * <tr>
 * <td>more than 10, more than 30 messages of history</td>
 * <td>1, 2</td>
 * </tr>
 * </table>
 */
final class TaskComplexity {

	private static final List<String> CODE_STARTS = List.of("def ", "class ", "import ", "public ", "function ",
			"const ", "#include", "select ", "insert ", "update ");

	private static final String MATHEMATICS = "∑∏∫∂√∞≤≥≠≈∀∃∈⇒⇔";

	private static final String SEPARATORS = "|\t;,";

	private TaskComplexity() {
	}

	static int points(String task, int tools, int history) {
		return length(task) + text(task) + ((tools > 8) ? 1 : 0) + steps(history, 11, 31);
	}

	private static int text(String task) {
		List<String> lines = task.lines().map(String::strip).toList();
		return requirements(task, lines) + ReasoningWords.points(task) + code(task, lines) + mathematics(task)
				+ table(lines);
	}

	private static int length(String task) {
		long quarters = task.codePoints().mapToLong((c) -> Character.isIdeographic(c) || isKana(c) ? 4 : 1).sum();
		return steps(quarters / 4, 150, 600, 2_000);
	}

	private static boolean isKana(int c) {
		return (c >= 0x3040 && c <= 0x30FF) || (c >= 0xAC00 && c <= 0xD7A3);
	}

	/** How many of the thresholds are reached. */
	private static int steps(long value, long... thresholds) {
		int reached = 0;
		while (reached < thresholds.length && value >= thresholds[reached]) {
			reached++;
		}
		return reached;
	}

	private static int requirements(String task, List<String> lines) {
		long questions = task.chars().filter((c) -> c == '?' || c == '？').count();
		long items = lines.stream().filter(TaskComplexity::isListItem).count();
		return Math.clamp(questions + items - 1, 0, 3);
	}

	private static boolean isListItem(String line) {
		int i = 0;
		while (i < line.length() && i < 3 && Character.isDigit(line.charAt(i))) {
			i++;
		}
		boolean numbered = i > 0 && i < line.length() && (line.charAt(i) == '.' || line.charAt(i) == ')');
		return line.startsWith("- ") || line.startsWith("* ") || line.startsWith("• ")
				|| (numbered && line.startsWith(" ", i + 1));
	}

	private static int code(String task, List<String> lines) {
		return (task.contains("```") || lines.stream().filter(TaskComplexity::isCode).count() >= 2) ? 2 : 0;
	}

	private static boolean isCode(String line) {
		return line.endsWith(";") || line.endsWith("{") || line.equals("}")
				|| CODE_STARTS.stream().anyMatch((start) -> line.regionMatches(true, 0, start, 0, start.length()));
	}

	private static int mathematics(String task) {
		for (int i = 0; i < task.length(); i++) {
			char c = task.charAt(i);
			if (MATHEMATICS.indexOf(c) >= 0 || (c == '^' && i > 0 && Character.isLetter(task.charAt(i - 1)))) {
				return 2;
			}
		}
		return 0;
	}

	private static int table(List<String> lines) {
		return (lines.stream().filter(TaskComplexity::isRow).count() >= 3) ? 2 : 0;
	}

	private static boolean isRow(String line) {
		int[] separators = new int[SEPARATORS.length()];
		boolean digits = false;
		for (int i = 0; i < line.length(); i++) {
			int separator = SEPARATORS.indexOf(line.charAt(i));
			if (separator >= 0) {
				separators[separator]++;
			}
			digits |= Character.isDigit(line.charAt(i));
		}
		return digits && Arrays.stream(separators).anyMatch((count) -> count >= 2);
	}

}
