package dev.agentservice.house;

import java.util.Comparator;
import java.util.List;

/**
 * Something that has a size.
 *
 * @param name of the package, file, type or method
 * @param size in files or lines
 */
public record Sized(String name, int size) {

	/** The largest first; of the same size, by name. */
	static List<Sized> largestFirst(List<Sized> all) {
		return all.stream().sorted(Comparator.comparingInt(Sized::size).reversed().thenComparing(Sized::name)).toList();
	}

	/** The size that this share of all does not exceed; 0 if there are none. */
	static int quantile(List<Sized> all, double share) {
		List<Integer> sizes = all.stream().map(Sized::size).sorted().toList();
		return sizes.isEmpty() ? 0 : sizes.get((int) Math.ceil(share * sizes.size()) - 1);
	}

}
