package dev.agentservice.house;

import java.util.List;
import java.util.Set;

/**
 * What was read of one file.
 *
 * @param packageName its package
 * @param name without its ending, such as {@code package-info}
 * @param lines of the whole file
 * @param isPublic whether its top-level type is public
 * @param types all its types, with nested ones, from the first annotation to the brace
 * @param methods bodies of methods and constructors, without their braces
 * @param imports what it imports, of static imports the type with the member
 */
record SourceFile(String packageName, String name, int lines, boolean isPublic, List<Sized> types, List<Sized> methods,
		Set<String> imports) {

	String type() {
		return this.packageName + "." + this.name;
	}

	boolean isType() {
		return !"package-info".equals(this.name);
	}

}
