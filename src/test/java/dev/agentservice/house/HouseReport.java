package dev.agentservice.house;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

import com.tngtech.archunit.core.importer.ClassFileImporter;

/**
 * Prints the figures, the ten largest of each kind, and what exceeds its bound.
 */
public final class HouseReport {

	private static final int WORST = 10;

	private final HouseFigures figures;

	private final PrintStream out;

	private HouseReport(HouseFigures figures, PrintStream out) {
		this.figures = figures;
		this.out = out;
	}

	public static void main(String[] args) {
		Path project = Path.of(args[0]);
		HouseFigures figures = HouseFigures.of("dev.agentservice", project.resolve("src/main/java"),
				project.resolve("src/test/java"), new ClassFileImporter().importPath(project.resolve("target/classes")),
				new ClassFileImporter().importPath(project.resolve("target/test-classes")));
		boolean kept = new HouseReport(figures, System.out).print();
		System.exit(kept ? 0 : 1);
	}

	private boolean print() {
		List<Sized> packages = this.figures.packages();
		this.out.printf("packages                     %d; over 20 files %d; over 15 %d%n", packages.size(),
				packages.stream().filter((one) -> one.size() > 20).count(),
				packages.stream().filter((one) -> one.size() > 15).count());
		this.out.printf("top-level types              %d%n", this.figures.topLevel().size());
		this.out.printf("used by another feature      %d (%.1f %%)%n", this.figures.seen().size(),
				this.figures.seenPercent());
		this.out.printf("public without a user        %d%n", this.figures.needlesslyPublic().size());
		lengths("files", this.figures.files());
		lengths("types", this.figures.types());
		lengths("bodies of methods", this.figures.methods());
		worst("Packages by files", packages);
		worst("Files by lines", this.figures.files());
		worst("Types by lines", this.figures.types());
		worst("Methods by lines", this.figures.methods());
		new TreeSet<>(this.figures.needlesslyPublic()).forEach((name) -> this.out.println("public: " + name));
		List<String> exceeded = HouseBounds.SERVICE.exceededBy(this.figures);
		this.out.println();
		exceeded.forEach((sentence) -> this.out.println("exceeded: " + sentence));
		this.out.println(exceeded.isEmpty() ? "All bounds are kept." : exceeded.size() + " bounds are exceeded.");
		return exceeded.isEmpty();
	}

	private void lengths(String kind, List<Sized> all) {
		this.out.printf("%-28s %d; lines in the median %d, at 90 %% %d, at most %d%n", kind, all.size(),
				Sized.quantile(all, 0.5), Sized.quantile(all, HouseBounds.MOST), Sized.quantile(all, 1));
	}

	private void worst(String title, List<Sized> all) {
		this.out.printf("%n%s%n", title);
		all.stream().limit(WORST).forEach((one) -> this.out.printf("%6d  %s%n", one.size(), one.name()));
	}

}
