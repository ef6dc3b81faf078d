package dev.agentservice.privacy.retention;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The record of processing as a table in Markdown. */
public final class RetentionTable {

	private static final String HEAD = """
			| store | what | what for | how long | after | an erasure |
			|---|---|---|---|---|---|
			""";

	private RetentionTable() {
	}

	/** A row for each kind of data, as documents and exports show it. */
	public static String of(List<RetentionReport.Kind> kept) {
		return kept.stream().map(RetentionTable::row).collect(Collectors.joining("", HEAD, ""));
	}

	private static String row(RetentionReport.Kind kind) {
		String time = (kind.time() != null) ? kind.time() : "until";
		String erasure = switch (kind.erasure()) {
			case "deleted" -> "deletes it";
			case "anonymous" -> "makes it anonymous";
			default -> "keeps it, and says so";
		};
		return "| `%s` | %s | %s | %s | %s | %s |%n"
			.formatted(kind.store(), kind.what(), kind.purpose(), time, kind.after(), erasure)
			.replace("\r", "");
	}

	/** A time as configuration has it, in the largest unit that fits. */
	static String words(Duration time) {
		if (time.toSeconds() % 86_400 == 0) {
			return time.toDays() + "d";
		}
		if (time.toSeconds() % 3_600 == 0) {
			return time.toHours() + "h";
		}
		return (time.toSeconds() % 60 == 0) ? time.toMinutes() + "m" : time.toSeconds() + "s";
	}

}
