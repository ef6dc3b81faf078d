package dev.agentservice.endtoend.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.agentservice.endtoend.load.ReplicaMemory.Live;

/**
 * What a trial has measured, and which promises were broken in it.
 */
final class LoadReport {

	private static final int MAX_BROKEN = 20;

	private final List<Row> rows = new ArrayList<>();

	private final List<String> remarks = new ArrayList<>();

	private final List<String> broken = new ArrayList<>();

	/** The first thing that is measured is what everything else comes on top of. */
	void measured(String what, Live live) {
		measured(what, live, 0, 0);
	}

	/**
	 * Something was measured.
	 * @param what in a few words
	 * @param live the whole heap
	 * @param pieces how many of what is to be divided by; 0 for nothing
	 * @param others bytes in it that are somebody else's
	 */
	void measured(String what, Live live, int pieces, long others) {
		long added = this.rows.isEmpty() ? 0 : live.bytes() - this.rows.getFirst().live().bytes() - others;
		this.rows.add(new Row(what, live, (pieces > 0) ? added / pieces : 0));
		IO.println("measured: " + what);
	}

	/** How many bytes one piece of what was measured last takes. */
	long lastPerPiece() {
		return this.rows.getLast().perPiece();
	}

	void remark(String remark) {
		this.remarks.add(remark);
	}

	void broken(String promise) {
		this.broken.add(promise);
	}

	void promised(boolean kept, String otherwise) {
		if (!kept) {
			broken(otherwise);
		}
	}

	/** Every promise that was broken, in words, up to a number; none if all is well. */
	List<String> brokenPromises() {
		List<String> some = new ArrayList<>(this.broken.subList(0, Math.min(MAX_BROKEN, this.broken.size())));
		if (some.size() < this.broken.size()) {
			some.add("and " + (this.broken.size() - some.size()) + " more");
		}
		return some;
	}

	List<String> table() {
		List<String> lines = new ArrayList<>();
		lines.add("%n%-56s %14s %12s".formatted("heap in use after a full collection", "MiB", "KiB each"));
		for (Row row : this.rows) {
			String each = (row.perPiece() != 0) ? number(row.perPiece() / 1024.0) : "";
			lines.add("%-56s %14s %12s".formatted(row.what(), number(row.live().bytes() / 1048576.0), each));
		}
		lines.add("");
		lines.addAll(this.remarks);
		return lines;
	}

	/** The biggest classes at each measurement. */
	List<String> histograms() {
		return this.rows.stream()
			.map((row) -> "%n== %s%n%s".formatted(row.what(), String.join("\n", row.live().histogram())))
			.toList();
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, "%.1f", value);
	}

	private record Row(String what, Live live, long perPiece) {

	}

}
