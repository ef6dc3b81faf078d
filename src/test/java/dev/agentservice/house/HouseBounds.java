package dev.agentservice.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Within which the figures have to stay.
 *
 * @param packageSize the most files of types in a package
 * @param largePackages exceptions, with the most files that each may have: the list may
 * only shrink
 * @param publicAnyway public types that no other package uses: the list may only shrink
 * @param seenPercent how many of all types other features may use, in percent
 * @param type the longest type, in lines
 * @param mostTypes what nine types in ten do not exceed
 * @param method the longest body of a method, in lines
 * @param mostMethods what nine methods in ten do not exceed
 */
public record HouseBounds(int packageSize, Map<String, Integer> largePackages, Set<String> publicAnyway,
		int seenPercent, int type, int mostTypes, int method, int mostMethods) {

	static final double MOST = 0.9;

	/**
	 * What the service keeps. What goes beyond the rule is listed, and nothing is added.
	 */
	public static final HouseBounds SERVICE = new HouseBounds(15,
			Map.of("dev.agentservice.budget", 28, "dev.agentservice.agent", 19, "dev.agentservice.session", 19,
					"dev.agentservice.llm.wire", 18, "dev.agentservice.identity", 16),
			Set.of(), 25, 272, 115, 35, 11);

	/** What the figures exceed, a sentence for each. */
	public List<String> exceededBy(HouseFigures figures) {
		List<String> exceeded = new ArrayList<>();
		packages(figures, exceeded);
		if (figures.seenPercent() > this.seenPercent) {
			exceeded.add("%.1f %% of the types are used by another feature, of at most %d %%"
				.formatted(figures.seenPercent(), this.seenPercent));
		}
		publicTypes(figures, exceeded);
		lengths("type", figures.types(), this.type, this.mostTypes, exceeded);
		lengths("method", figures.methods(), this.method, this.mostMethods, exceeded);
		return exceeded;
	}

	private void packages(HouseFigures figures, List<String> exceeded) {
		Set<String> unneeded = new TreeSet<>(this.largePackages.keySet());
		for (Sized one : figures.packages()) {
			int most = this.largePackages.getOrDefault(one.name(), this.packageSize);
			if (one.size() > most) {
				exceeded.add("%s has %d files, of at most %d".formatted(one.name(), one.size(), most));
			}
			if (one.size() > this.packageSize) {
				unneeded.remove(one.name());
			}
		}
		unneeded.forEach((name) -> exceeded.add(name + " is no large package any more, and can leave the list"));
	}

	private void publicTypes(HouseFigures figures, List<String> exceeded) {
		new TreeSet<>(figures.needlesslyPublic()).stream()
			.filter((name) -> !this.publicAnyway.contains(name))
			.forEach((name) -> exceeded.add(name + " is public, and no other package uses it"));
		new TreeSet<>(this.publicAnyway).stream()
			.filter((name) -> !figures.needlesslyPublic().contains(name))
			.forEach((name) -> exceeded.add(name + " is no needlessly public type any more, and can leave the list"));
	}

	private static void lengths(String kind, List<Sized> all, int longest, int most, List<String> exceeded) {
		all.stream()
			.filter((one) -> one.size() > longest)
			.forEach((one) -> exceeded
				.add("the %s %s has %d lines, of at most %d".formatted(kind, one.name(), one.size(), longest)));
		int length = Sized.quantile(all, MOST);
		if (length > most) {
			exceeded.add("nine %ss in ten have up to %d lines, of at most %d".formatted(kind, length, most));
		}
	}

}
