package dev.agentservice.endtoend.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * How much memory another Java virtual machine needs.
 *
 * @param pid its process id
 * @param gcLog where it logs its collections, at level info
 */
public record ReplicaMemory(long pid, Path gcLog) {

	private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

	private static final Pattern COLLECTION = Pattern.compile("\\d+M->(\\d+)M\\(");

	private static final Pattern RESIDENT = Pattern.compile("VmHWM:\\s+(\\d+) kB");

	/** Beyond its head a histogram says little. */
	private static final int ROWS = 23;

	/** Collects the garbage, and says what is left. */
	public Live live() {
		try {
			Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
					Long.toString(this.pid), "GC.class_histogram")
				.redirectErrorStream(true)
				.start();
			String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return new Live(first(TOTAL, histogram), histogram.lines().limit(ROWS).toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The most that was ever used when a collection had ended, in MiB. */
	long mostAfterCollection() {
		return COLLECTION.matcher(read(this.gcLog))
			.results()
			.mapToLong((match) -> Long.parseLong(match.group(1)))
			.max()
			.orElse(0);
	}

	/** The most the whole process ever had in memory, in MiB; 0 where nobody says. */
	long mostResident() {
		Path status = Path.of("/proc", Long.toString(this.pid), "status");
		return Files.exists(status) ? first(RESIDENT, read(status)) / 1024 : 0;
	}

	private static long first(Pattern pattern, String text) {
		MatchResult match = pattern.matcher(text)
			.results()
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("Nothing like " + pattern + " in: " + text));
		return Long.parseLong(match.group(1));
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What is alive.
	 *
	 * @param bytes all objects together
	 * @param histogram the biggest classes, as {@code jcmd} prints them
	 */
	public record Live(long bytes, List<String> histogram) {

	}

}
