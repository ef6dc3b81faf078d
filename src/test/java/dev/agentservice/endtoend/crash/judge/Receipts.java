package dev.agentservice.endtoend.crash.judge;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The receipts of a run's calls, as its answer tells them.
 */
public final class Receipts {

	/** In an answer, in place of a receipt. */
	public static final String UNKNOWN = "unknown";

	/** What no model makes up by chance. */
	private static final Pattern RECEIPT = Pattern.compile("receipt[a-z]{8}");

	private static final Pattern TOLD = Pattern.compile("(c\\d+\\.\\d+):(\\w+)");

	private Receipts() {
	}

	/** The receipt in a tool's result, or {@link #UNKNOWN}. */
	public static String in(String result) {
		Matcher receipt = RECEIPT.matcher(result);
		return receipt.find() ? receipt.group() : UNKNOWN;
	}

	/** An answer that tells them, by call. */
	public static String answer(List<Map.Entry<String, String>> receipts) {
		return receipts.stream()
			.map((one) -> one.getKey() + ":" + one.getValue())
			.collect(Collectors.joining(" ", "The receipts are ", " and no others."));
	}

	/** The receipt of each call that an answer tells; several are joined. */
	public static Map<String, String> told(String answer) {
		return TOLD.matcher(answer)
			.results()
			.collect(Collectors.toMap((MatchResult one) -> one.group(1), (one) -> one.group(2),
					(one, other) -> one + " " + other));
	}

}
