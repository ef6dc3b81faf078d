package dev.agentservice.house;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;

/**
 * How the code is arranged, in figures.
 *
 * @param packages by the number of their types' files
 * @param files by their lines
 * @param types by their lines
 * @param methods by the lines of their bodies
 * @param topLevel the names of all top-level types
 * @param seen those that another feature uses
 * @param needlesslyPublic those that are public, although no other package uses them
 */
public record HouseFigures(List<Sized> packages, List<Sized> files, List<Sized> types, List<Sized> methods,
		Set<String> topLevel, Set<String> seen, Set<String> needlesslyPublic) {

	/**
	 * Measures a service.
	 * @param root the package that holds a package for each feature
	 * @param main where its sources are
	 * @param test where the sources of its tests are; what they use need not be closed
	 * @param compiled its classes: a type may be used without an import
	 * @param compiledTests those of its tests
	 */
	public static HouseFigures of(String root, Path main, Path test, JavaClasses compiled, JavaClasses compiledTests) {
		List<SourceFile> service = SourceReader.read(main).stream().filter(SourceFile::isType).toList();
		Uses byService = new Uses(service, compiled);
		Uses byTests = new Uses(SourceReader.read(test), compiledTests);
		Set<String> seen = named(service,
				(file) -> byService.any(file.type(), (other) -> !feature(root, other).equals(feature(root, file))));
		Set<String> closed = named(service,
				(file) -> file.isPublic() && !file.packageName().equals(root)
						&& !byService.any(file.type(), (other) -> !other.equals(file.packageName()))
						&& !byTests.any(file.type(), (other) -> !other.equals(file.packageName())));
		Map<String, Long> packages = service.stream()
			.collect(Collectors.groupingBy(SourceFile::packageName, Collectors.counting()));
		return new HouseFigures(
				Sized.largestFirst(packages.entrySet()
					.stream()
					.map((entry) -> new Sized(entry.getKey(), entry.getValue().intValue()))
					.toList()),
				Sized.largestFirst(service.stream().map((file) -> new Sized(file.type(), file.lines())).toList()),
				Sized.largestFirst(service.stream().flatMap((file) -> file.types().stream()).toList()),
				Sized.largestFirst(service.stream().flatMap((file) -> file.methods().stream()).toList()),
				named(service, (_) -> true), seen, closed);
	}

	/** How many of all types another feature uses, in percent. */
	public double seenPercent() {
		return this.topLevel.isEmpty() ? 0 : 100.0 * this.seen.size() / this.topLevel.size();
	}

	private static Set<String> named(List<SourceFile> files, Predicate<SourceFile> condition) {
		return files.stream().filter(condition).map(SourceFile::type).collect(Collectors.toUnmodifiableSet());
	}

	private static String feature(String root, SourceFile file) {
		return feature(root, file.packageName());
	}

	private static String feature(String root, String packageName) {
		return packageName.startsWith(root + ".") ? packageName.substring(root.length() + 1).split("\\.", 2)[0] : "";
	}

	/** Which packages use which types: by an import, or in compiled code. */
	private record Uses(Map<String, Set<String>> packages) {

		Uses(List<SourceFile> files, JavaClasses compiled) {
			this(new HashMap<>());
			for (SourceFile file : files) {
				file.imports().forEach((name) -> add(name, file.packageName()));
			}
			for (JavaClass type : compiled) {
				type.getDirectDependenciesFromSelf()
					.forEach((use) -> add(use.getTargetClass().getBaseComponentType().getName().replace('$', '.'),
							type.getPackageName()));
			}
		}

		/** A use of a nested type, or of a member, is one of the type around it, too. */
		private void add(String name, String user) {
			for (int end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
				this.packages.computeIfAbsent(name.substring(0, end), (_) -> new HashSet<>()).add(user);
			}
		}

		boolean any(String type, Predicate<String> user) {
			return this.packages.getOrDefault(type, Set.of()).stream().anyMatch(user);
		}

	}

}
