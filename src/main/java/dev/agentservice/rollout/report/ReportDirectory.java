package dev.agentservice.rollout.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Where reports are written: a directory for each run.
 */
public final class ReportDirectory {

	private static final int LONGEST_NAME = 100;

	private final Path directory;

	private final Set<String> names = new HashSet<>();

	/** In a directory that need not exist yet. */
	public ReportDirectory(Path directory) {
		this.directory = directory;
	}

	/**
	 * Writes the report of a run.
	 * @return where it is
	 * @throws IOException if it cannot be written
	 */
	public Path write(Judged judged) throws IOException {
		Path run = this.directory.resolve(unused(judged.recording().header().run()));
		Files.createDirectories(run);
		Files.writeString(run.resolve("report.md"), MarkdownReport.of(judged));
		Files.writeString(run.resolve("report.html"), HtmlReport.of(judged));
		return run;
	}

	/** A file's name that is like the run's, and leads nowhere else. */
	private String unused(String run) {
		String safe = run.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.+", "_");
		String name = safe.substring(0, Math.min(LONGEST_NAME, safe.length()));
		String free = name;
		for (int i = 2; !this.names.add(free); i++) {
			free = name + "-" + i;
		}
		return free;
	}

}
