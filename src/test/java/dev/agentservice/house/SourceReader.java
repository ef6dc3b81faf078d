package dev.agentservice.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;

/** Reads source files with the compiler's own parser. */
final class SourceReader {

	private SourceReader() {
	}

	/** All files below a directory. */
	static List<SourceFile> read(Path directory) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
				Stream<Path> found = Files.walk(directory)) {
			List<Path> sources = found.filter((path) -> path.toString().endsWith(".java")).toList();
			if (sources.isEmpty()) {
				return List.of();
			}
			JavacTask task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null,
					files.getJavaFileObjectsFromPaths(sources));
			SourcePositions positions = Trees.instance(task).getSourcePositions();
			return StreamSupport.stream(task.parse().spliterator(), false)
				.map((unit) -> file(unit, positions))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static SourceFile file(CompilationUnitTree unit, SourcePositions positions) {
		Lengths lengths = new Lengths(unit, positions);
		lengths.scan(unit, null);
		String file = Path.of(unit.getSourceFile().getName()).getFileName().toString();
		boolean isPublic = unit.getTypeDecls()
			.stream()
			.anyMatch((type) -> type instanceof ClassTree declared
					&& declared.getModifiers().getFlags().contains(Modifier.PUBLIC));
		return new SourceFile(String.valueOf(unit.getPackageName()), file.substring(0, file.lastIndexOf('.')),
				lengths.lines(unit), isPublic, lengths.types, lengths.methods,
				unit.getImports()
					.stream()
					.map(ImportTree::getQualifiedIdentifier)
					.map(String::valueOf)
					.collect(Collectors.toUnmodifiableSet()));
	}

	/** Visits what has a length. */
	private static final class Lengths extends TreeScanner<Void, String> {

		private final CompilationUnitTree unit;

		private final SourcePositions positions;

		private final List<Sized> types = new ArrayList<>();

		private final List<Sized> methods = new ArrayList<>();

		Lengths(CompilationUnitTree unit, SourcePositions positions) {
			this.unit = unit;
			this.positions = positions;
		}

		@Override
		public Void visitClass(ClassTree type, String outer) {
			String name = (outer != null) ? outer + "." + type.getSimpleName()
					: this.unit.getPackageName() + "." + type.getSimpleName();
			if (!type.getSimpleName().isEmpty()) {
				this.types.add(new Sized(name, lines(type)));
			}
			return super.visitClass(type, name);
		}

		@Override
		public Void visitMethod(MethodTree method, String type) {
			if (method.getBody() != null) {
				this.methods.add(new Sized(type + "." + method.getName(), Math.max(0, lines(method.getBody()) - 2)));
			}
			return super.visitMethod(method, type);
		}

		private int lines(Tree tree) {
			return (int) (line(this.positions.getEndPosition(this.unit, tree))
					- line(this.positions.getStartPosition(this.unit, tree)) + 1);
		}

		private int lines(CompilationUnitTree all) {
			return (int) line(this.positions.getEndPosition(all, all));
		}

		private long line(long position) {
			return this.unit.getLineMap().getLineNumber(position);
		}

	}

}
